using System.Net;
using System.Text.Json;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Hosting;

/// <summary>What a provider answered. No answer at all is <see cref="Silence"/>; an adapter decides what each means.</summary>
/// <param name="Status">The HTTP status; 0 where none came in time, or more came than is bearable.</param>
/// <param name="Body">The answer's JSON object; null for anything else.</param>
internal sealed record ProviderAnswer(int Status, JsonElement? Body)
{
    public static ProviderAnswer Silence { get; } = new(0, null);

    /// <summary>Something answered that is not the provider: a page of a firewall or a gateway, whatever its status.</summary>
    public bool IsForeign { get; init; }

    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>It is us whom the provider does not take, whatever we asked.</summary>
    public bool RefusesUs => Status is 401 or 403;

    /// <summary>A text field of a successful answer, of 1 to <paramref name="maximum"/> characters; null for anything else.</summary>
    public string? Text(string name, int maximum = 1024) =>
        IsSuccess && Body is { } body && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text && text.Length <= maximum ? text : null;
}

/// <summary>
/// The HTTP that all providers are called with: 10 s a call, no redirects, at most 4 MiB back (a list of 1,000 transfers is some 500 KiB), and whatever goes wrong
/// on the way is an answer and never an exception. Repeating a call is the caller's business.
/// </summary>
internal sealed partial class ProviderHttp : IDisposable
{
    private const int LongestAnswer = 4 * 1024 * 1024;

    private readonly HttpClient http;
    private readonly string root;
    private readonly string token;
    private readonly ILogger log;

    /// <param name="handler">Stands in for the network.</param>
    public ProviderHttp(ProviderSettings settings, ILogger log, HttpMessageHandler? handler = null)
    {
        (root, token, this.log) = (settings.Url.AbsoluteUri.TrimEnd('/'), settings.Token, log);
        http = new(handler ?? Network(settings.Url)) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = LongestAnswer };
    }

    /// <summary>Hears every answer; null where nobody keeps it.</summary>
    public ProviderHealth? Health { get; init; }

    /// <summary>Told at once when the provider refuses us: what is wrong is ours, and every call will say so.</summary>
    public Func<CancellationToken, Task>? OnRefusal { get; init; }

    /// <param name="path">Below the provider's address, with its slash; values in it escaped.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="isTyped">The path holds what a user typed.</param>
    /// <returns>404 without a call where a name in the path is dots: it would lead out of the path, and is nobody's.</returns>
    public Task<ProviderAnswer> GetAsync(string path, CancellationToken cancellation, bool isTyped = false) =>
        path.Split('/', '?').Any(name => name is "." or "..")
            ? Task.FromResult(new ProviderAnswer(StatusCodes.Status404NotFound, null))
            : SendAsync(new(HttpMethod.Get, root + path), path, isTyped, cancellation);

    /// <param name="path">Below the provider's address, with its slash.</param>
    /// <param name="body">Sent as JSON, snake_case.</param>
    /// <param name="idempotencyKey">The same for every repetition of one wish.</param>
    /// <param name="cancellation">Gives up; whether the provider acted is unknown then.</param>
    /// <param name="isTyped">The body holds what a user or a partner typed.</param>
    public Task<ProviderAnswer> PostAsync(string path, object body, string idempotencyKey, CancellationToken cancellation, bool isTyped = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, root + path)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, ApiJson.Options)),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        return SendAsync(request, path, isTyped, cancellation);
    }

    public void Dispose() => http.Dispose();

    private async Task<ProviderAnswer> SendAsync(HttpRequestMessage request, string path, bool isTyped, CancellationToken cancellation)
    {
        using var sent = request;
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Accept.Add(new("application/json"));
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
            var answer = new ProviderAnswer((int)response.StatusCode, Object(bytes)) { IsForeign = bytes.Length > 0 && Object(bytes) is null };
            if (!answer.IsSuccess && response.StatusCode != HttpStatusCode.NotFound)
            {
                Refused(request.Method.Method, Resource(path), answer.Status);
            }

            await HearAsync(answer, isTyped, cancellation);
            return answer;
        }
        catch (Exception e) when (BrokenConnection.Is(e)
            || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            Silent(request.Method.Method, Resource(path), e.GetType().Name);
            Health?.Hear(ProviderAnswer.Silence);
            return ProviderAnswer.Silence;
        }
    }

    /// <summary>
    /// A firewall before the provider may refuse what somebody typed, who could stop all sells by that. Whether it is us whom
    /// the provider refuses, the answer to a plain question says.
    /// </summary>
    private async Task HearAsync(ProviderAnswer answer, bool isTyped, CancellationToken cancellation)
    {
        if (isTyped && answer.RefusesUs && Health?.Ask is { } ask)
        {
            await ask(cancellation);
            return;
        }

        Health?.Hear(answer);
        if (answer.RefusesUs && OnRefusal is { } tell)
        {
            await tell(cancellation);
        }
    }

    private static JsonElement? Object(byte[] bytes) =>
        RequestBody.ParseJson(bytes) is { ValueKind: JsonValueKind.Object } json ? json : null;

    // What follows names a card or an address, which logs do not hold.
    private static string Resource(string path) => path.Split('/', '?')[1];

    private static SocketsHttpHandler Network(Uri url) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !url.IsLoopback,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    };

    [LoggerMessage(LogLevel.Warning, "A provider answered {Method} {Resource} with {Status}")]
    private partial void Refused(string method, string resource, int status);

    [LoggerMessage(LogLevel.Warning, "A provider did not answer {Method} {Resource}: {Reason}")]
    private partial void Silent(string method, string resource, string reason);
}
