using System.Net.Http.Json;

namespace SellApp;

/// <summary>The payout provider and the partner, at one address.</summary>
public sealed class Outside(string address) : IDisposable
{
    private readonly HttpClient client = new() { BaseAddress = new Uri(address) };

    /// <summary>Posts it with a key, by which whoever gets it twice knows.</summary>
    public async Task PostAsync(string path, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => client.Dispose();
}
