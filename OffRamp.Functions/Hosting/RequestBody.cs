using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Hosting;

/// <summary>Reads bodies by the rules of the contract, and only when an endpoint asks: credentials are checked before.</summary>
internal static class RequestBody
{
    /// <summary>The largest body of a caller.</summary>
    public const int Limit = 64 * 1024;

    /// <summary>
    /// Where Kestrel itself ends the connection: not before what the Functions host passes on. Up to here it reads what is left
    /// of a body that was refused; ended earlier, the host would answer an empty 500 in the place of the refusal.
    /// </summary>
    public const int KestrelLimit = 30_000_000;

    private static readonly object Key = new();
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>The exact bytes. Asked again, the same, or the same refusal.</summary>
    /// <exception cref="ProblemException">
    /// 413: more than <see cref="Limit"/>. 415: compressed. 411: a chunked body that did not arrive (an older Functions host drops it).
    /// </exception>
    public static async Task<byte[]> ReadBytesAsync(HttpContext context)
    {
        switch (context.Items[Key])
        {
            case byte[] known:
                return known;
            case Problem refused:
                throw new ProblemException(refused);
        }
        try
        {
            var bytes = await ReadOnceAsync(context);
            context.Items[Key] = bytes;
            return bytes;
        }
        catch (ProblemException e)
        {
            context.Items[Key] = e.Problem;
            throw;
        }
    }

    private static async Task<byte[]> ReadOnceAsync(HttpContext context)
    {
        if (context.Request.Headers.ContentEncoding is { Count: > 0 } coding && !coding.All(IsIdentity))
        {
            throw Problems.Because("unsupported_media_type", "Send the body as it is, without a Content-Encoding.");
        }

        if (context.Request.ContentLength > Limit)
        {
            throw TooLarge();
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[8 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0;)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > Limit)
            {
                throw TooLarge();
            }
        }
        if (buffer.Length == 0 && context.Request.Headers.TransferEncoding.Count > 0)
        {
            throw Problems.Because("length_required", "The body was announced without its length and did not arrive.");
        }

        return buffer.ToArray();
    }

    /// <summary>The fields of a JSON object; <paramref name="optional"/> takes no body, or null, for an object without fields.</summary>
    public static async Task<JsonFields> ReadAsync(HttpContext context, bool optional = false)
    {
        if (!optional || !IsEmpty(context.Request))
        {
            RefuseOtherMediaTypes(context.Request);
        }

        var bytes = await ReadBytesAsync(context);
        var json = optional && bytes.Length == 0 ? Nothing : ParseJson(bytes)
            ?? throw Problems.Because("invalid_json", "The body is not valid JSON, or names a field twice.");
        if (optional && json.ValueKind == JsonValueKind.Null)
        {
            json = Nothing;
        }

        var problems = new FieldProblems();
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add("", "invalid_type", "The body must be a JSON object.");
        }

        problems.ThrowIfAny();
        return new(json, "", problems);
    }

    /// <summary>Null for anything that cannot be read as one meaning: broken syntax or text, or a field named twice.</summary>
    public static JsonElement? ParseJson(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (!Utf8.IsValid(bytes.Span))
            {
                return null;
            }

            var json = JsonDocument.Parse(bytes, ApiJson.Reading).RootElement;
            ReadAllTexts(bytes.Span);
            return json;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsIdentity(string? coding) =>
        string.IsNullOrWhiteSpace(coding) || coding.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase);

    private static bool IsEmpty(HttpRequest request) =>
        request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0;

    private static ProblemException TooLarge() =>
        Problems.Because("body_too_large", $"A body has at most {Limit / 1024} KiB.");

    // Half a surrogate pair, written as an escape, passes the parser and would fail whoever reads the text later.
    private static void ReadAllTexts(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(bytes, new() { MaxDepth = ApiJson.Reading.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }
    }

    private static void RefuseOtherMediaTypes(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.ContentType) && IsEmpty(request))
        {
            return;
        }

        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.Type.Equals("application", StringComparison.OrdinalIgnoreCase)
                    && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isJson)
        {
            throw Problems.Because("unsupported_media_type", "Send the body as application/json in UTF-8.");
        }
    }
}
