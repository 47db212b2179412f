using System.Text.Json;

namespace OffRamp.Functions.Hosting;

/// <summary>
/// The Functions host calls everything that is not HTTP with <c>POST /{FunctionName}</c> and
/// <c>{"Data": {binding: value}, "Metadata": {...}}</c>, and expects <c>{"Outputs", "Logs", "ReturnValue"}</c>. An answer of
/// 2xx without a body would hang the invocation until the function timeout, so there is always one.
/// </summary>
internal static class HostInvocation
{
    /// <summary>Histories come in the body; the extension holds instances to sizes far below this.</summary>
    public const long Limit = 64 * 1024 * 1024;

    // The host marks what it passes on for somebody; Azure's front end and any other proxy mark it too.
    private static readonly string[] CallerMarks =
        ["x-ms-invocation-id", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-ARR-LOG-ID", "X-Original-URL"];

    /// <summary>
    /// Whether somebody outside sent this through a catch-all HTTP function. Such a request may name any path, also a
    /// function's, and must never run one.
    /// </summary>
    public static bool IsFromOutside(HttpRequest request) => Array.Exists(CallerMarks, request.Headers.ContainsKey);

    /// <summary>Reads the invocation of a function whose trigger has this binding name.</summary>
    /// <exception cref="ProblemException">The body is no invocation, or has no such binding.</exception>
    public static async Task<Invocation> ReadAsync(HttpContext context, string binding)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            if (body.RootElement.TryGetProperty("Data", out var data) && data.TryGetProperty(binding, out var value))
                return new(Unwrap(value), InstanceOf(body.RootElement));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw NotAnInvocation();
        }
        throw NotAnInvocation();
    }

    /// <summary>Writes a successful answer.</summary>
    /// <param name="returnValue">For orchestrations and activities; the host passes it on as it is.</param>
    public static async Task AnswerAsync(HttpContext context, string? returnValue)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Answer(new Dictionary<string, string>(), [], returnValue), JsonSerializerOptions.Default);
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, CancellationToken.None);
    }

    // Strings come as a JSON string holding a JSON string. Exactly one layer is undone: an activity's input is itself
    // JSON and may look like another.
    private static string? Unwrap(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null)
            return null;
        if (value.ValueKind is not JsonValueKind.String)
            return value.GetRawText();
        var content = value.GetString()!;
        using var inner = JsonDocument.Parse(content);
        return inner.RootElement.ValueKind switch
        {
            JsonValueKind.String => inner.RootElement.GetString(),
            JsonValueKind.Null => null,
            _ => content,
        };
    }

    private static string InstanceOf(JsonElement invocation) =>
        invocation.TryGetProperty("Metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("instanceId", out var id) ? Unwrap(id) ?? "" : "";

    private static ProblemException NotAnInvocation() =>
        Problems.Because("invalid_request", "This is not an invocation by the Functions host.");

    private sealed record Answer(IReadOnlyDictionary<string, string> Outputs, IReadOnlyList<string> Logs, string? ReturnValue);
}

/// <param name="Input">What the trigger holds: the text of a string, the JSON text of anything else, null for null.</param>
/// <param name="InstanceId">
/// Of an activity, the orchestration that called it; else empty. A property of that name in the input takes its place, so
/// it is for logs and not for decisions.
/// </param>
internal sealed record Invocation(string? Input, string InstanceId);
