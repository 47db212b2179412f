using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OffRamp.LocalHost.DemoShop;

/// <summary>
/// The shop's own server side, as a real partner has one: it alone knows the client token, calls the partner API with it, and
/// hands its page nothing but the answers.
/// </summary>
internal sealed class ShopBackend(Uri api, string token) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    /// <summary>A call of the partner API, or of the sell page's with a session's secret.</summary>
    /// <param name="bearer">Null: the client token.</param>
    public async Task<ApiAnswer> CallAsync(HttpMethod method, string path, JsonNode? body = null, string? bearer = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(method, new Uri(api, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer ?? token);
        if (method == HttpMethod.Post)
        {
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        }

        return await SendAsync(request, body, cancellation);
    }

    /// <summary>A call of another server of this machine.</summary>
    public async Task<ApiAnswer> CallElsewhereAsync(HttpMethod method, Uri address, JsonNode? body = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(method, address);
        return await SendAsync(request, body, cancellation);
    }

    public void Dispose() => http.Dispose();

    private async Task<ApiAnswer> SendAsync(HttpRequestMessage request, JsonNode? body, CancellationToken cancellation)
    {
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var answer = await http.SendAsync(request, cancellation);
        return new((int)answer.StatusCode, Parse(await answer.Content.ReadAsStringAsync(cancellation)));
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What was answered, with its JSON, if it was any.</summary>
internal sealed record ApiAnswer(int Status, JsonNode? Body)
{
    public bool IsOk => Status is >= 200 and < 300;

    /// <exception cref="ShopFailure">It is a refusal.</exception>
    public JsonNode Expect(string what) => IsOk && Body is { } body
        ? body
        : throw new ShopFailure($"{what}: {Status} {(string?)Body?["detail"] ?? Body?.ToJsonString()}");
}

/// <summary>Something that the shop wanted was refused; the message is for whoever stands in front of it.</summary>
internal sealed class ShopFailure(string message) : Exception(message);
