using System.Text.Json;
using Azure;

namespace OffRamp.Functions.Storage;

/// <summary>Reads the service's answers.</summary>
internal static class ServiceAnswer
{
    /// <summary>The exception that a failed answer stands for.</summary>
    public static StorageException Exception(Response response, string request)
    {
        var (code, message) = Error(response.Content.ToString());
        response.Headers.TryGetValue("x-ms-error-code", out var header);
        return StorageException.For(new(response.Status, code ?? header, message ?? response.ReasonPhrase, request));
    }

    /// <summary>The code and words of an error's body; nulls where it has none.</summary>
    public static (string? Code, string? Message) Error(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var error = json.RootElement.GetProperty("odata.error");
            return (error.GetProperty("code").GetString(), error.GetProperty("message").GetProperty("value").GetString());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // A proxy's or a crashed server's answer: its status says enough.
            return (null, null);
        }
    }

    /// <summary>The ETag of a written row.</summary>
    /// <exception cref="StorageException">The answer has none.</exception>
    public static ETag WrittenETag(Response response, string request) =>
        response.Headers.ETag ?? throw new StorageUnavailableException(new(response.Status, null, "The answer has no ETag.", request));
}
