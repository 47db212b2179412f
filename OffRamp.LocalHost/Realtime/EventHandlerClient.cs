using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OffRamp.LocalHost.Realtime;

/// <summary>Asks and tells the app about connections: CloudEvents over HTTP, in binary mode, as the service sends them.</summary>
internal sealed class EventHandlerClient(RealtimeOptions options) : IDisposable
{
    private const string Origin = "local.webpubsub.azure.com";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.Key);
    private bool _mayAsk;

    /// <summary>Whether the app lets this connection in: the status, 200 for yes.</summary>
    public async Task<int> AskAsync(Connection connection, IEnumerable<string> subprotocols)
    {
        var body = JsonSerializer.Serialize(new { claims = new { }, query = new { }, headers = new { }, subprotocols, clientCertificates = Array.Empty<string>() });
        var status = await SendAsync("connect", connection, body);
        return status is >= 200 and <= 299 ? 200 : status is >= 400 and <= 499 ? status : 500;
    }

    /// <summary>It is connected. Nobody waits for what the app makes of it.</summary>
    public async Task TellAsync(Connection connection) => await SendAsync("connected", connection, "{}");

    public void Dispose() => _http.Dispose();

    private async Task<int> SendAsync(string what, Connection connection, string body)
    {
        if (options.EventHandler is not { } handler)
        {
            return 200;
        }

        try
        {
            if (!_mayAsk && !(_mayAsk = await IsWelcomeAsync(handler)))
            {
                return 500;
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, handler) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            foreach (var (name, value) in Headers(what, connection))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var answer = await _http.SendAsync(request);
            return (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            return 500;
        }
    }

    private IEnumerable<(string Name, string Value)> Headers(string what, Connection connection) =>
    [
        ("WebHook-Request-Origin", Origin),
        ("ce-specversion", "1.0"),
        ("ce-type", $"azure.webpubsub.sys.{what}"),
        ("ce-source", $"/hubs/offramp/client/{connection.Id}"),
        ("ce-id", Guid.NewGuid().ToString()),
        ("ce-time", options.RealTime.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)),
        ("ce-hub", "offramp"),
        ("ce-eventName", what),
        ("ce-connectionId", connection.Id),
        ("ce-userId", connection.User),
        ("ce-signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(connection.Id)))),
        .. connection.Subprotocol.Name is { } name ? [("ce-subprotocol", name)] : Array.Empty<(string, string)>(),
    ];

    private async Task<bool> IsWelcomeAsync(Uri handler)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, handler);
        request.Headers.Add("WebHook-Request-Origin", Origin);
        using var answer = await _http.SendAsync(request);
        return answer.IsSuccessStatusCode && answer.Headers.TryGetValues("WebHook-Allowed-Origin", out var allowed) && allowed.Any(origin => origin is "*" or Origin);
    }
}
