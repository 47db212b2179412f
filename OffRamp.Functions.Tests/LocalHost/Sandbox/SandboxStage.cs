using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Sandbox;

namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

/// <summary>A sandbox on a free port, its clock, somebody who takes its notices, and somebody who calls it.</summary>
internal sealed class SandboxStage : IAsyncDisposable
{
    private SandboxServer? _server;
    private HttpClient? _http;

    public FakeTimeProvider Clock { get; } = ManualTime.New();

    public required NoticeReceiver Receiver { get; init; }

    public string? Folder { get; init; }

    public SandboxServer Server => _server!;

    public static async Task<SandboxStage> StartAsync(string? folder = null, bool isHeard = true)
    {
        var stage = new SandboxStage { Receiver = await NoticeReceiver.StartAsync(), Folder = folder };
        await stage.OpenAsync(isHeard);
        return stage;
    }

    /// <summary>Starts the sandbox; with nobody to hear it, its notices wait.</summary>
    public async Task OpenAsync(bool isHeard = true)
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions
        {
            ApiBase = isHeard ? Receiver.BaseUri : null,
            Clock = Clock,
            DataFolder = Folder,
        });
        _http = new HttpClient { BaseAddress = _server.BaseUri, Timeout = TimeSpan.FromSeconds(20) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sandbox");
    }

    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    public Task<Reply> PostAsync(string path, object? body = null, string? key = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? "" : JsonSerializer.Serialize(body), key);

    public Task<Reply> PostTextAsync(string path, string body, string? key = null) => SendAsync(HttpMethod.Post, path, body, key);

    public async Task<Reply> SendAsync(HttpMethod method, string path, string? body, string? key, string? token = null, CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await _http!.SendAsync(request, cancel);
        var text = await response.Content.ReadAsStringAsync(cancel);
        var type = response.Content.Headers.ContentType?.MediaType;
        var json = type is not null && type.EndsWith("json", StringComparison.Ordinal) ? JsonDocument.Parse(text).RootElement : default;
        return new Reply((int)response.StatusCode, json, text, type, response.Headers.Contains("Idempotency-Replayed"));
    }

    /// <summary>The data of a list control.</summary>
    public async Task<JsonElement[]> ListAsync(string kind) =>
        [.. (await GetAsync($"/sandbox/{kind}")).Json.GetProperty("data").EnumerateArray()];

    public Task<Reply> PayOutAsync(string card, string payoutId = "pay_1", string? key = "key-1") =>
        PostAsync("/payouts", new { payout_id = payoutId, amount = "91.08", currency = "EUR", card_token = card }, key);

    /// <summary>Everything that follows from what was done so far has happened.</summary>
    public Task BeQuietAsync() => Eventually.IsSoAsync(() => Server.IsQuiet, () => "The sandbox did not get quiet.");

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await Receiver.DisposeAsync();
    }

    private async Task CloseAsync()
    {
        _http?.Dispose();
        await Server.DisposeAsync();
    }
}

internal sealed record Reply(int Status, JsonElement Json, string Text, string? ContentType, bool IsReplay)
{
    public string? this[string field] => Json.GetProperty(field).GetString();

    public string[] ProblemPaths => [.. Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()!)];
}
