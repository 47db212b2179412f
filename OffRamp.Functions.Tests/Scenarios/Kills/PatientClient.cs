using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios.Kills;

/// <summary>One call as a careful client makes it: everything that a repetition needs is fixed before the first try.</summary>
internal sealed record Call(HttpMethod Method, string Path)
{
    public bool IsForSandbox { get; init; }

    public string? Bearer { get; init; }

    public object? Body { get; init; }

    public string? IdempotencyKey { get; init; }

    public HttpRequestMessage RequestTo(MortalHost.Addresses addresses)
    {
        var request = new HttpRequestMessage(Method, new Uri(IsForSandbox ? addresses.Sandbox : addresses.Api, Path));
        if (Bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", Bearer);
        }
        else
        {
            request.Headers.Add("X-Operator-Key", "local-operator-key");
        }

        if (IdempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", IdempotencyKey);
        }

        request.Content = Body is null ? null : JsonContent.Create(Body);
        return request;
    }
}

/// <summary>What was answered in the end.</summary>
internal sealed record Reply(Call Call, HttpStatusCode Status, string Text)
{
    /// <summary>What the host had said by then, where it says what the answer does not.</summary>
    public string Beside { get; init; } = "";

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public JsonElement Json => JsonElement.Parse(Text);

    public string? Code => IsSuccess ? null : Json.GetProperty("code").GetString();

    public JsonElement Demand()
    {
        Assert.IsTrue(IsSuccess, $"{Call.Method} {Call.Path}: {(int)Status} {Text}\n{Beside}");
        return Json;
    }
}

/// <summary>
/// Asks again, with the same key, while nobody answers or the answer is "not now": what the contract asks of clients.
/// Whatever else is answered counts, also a 500 of the app.
/// </summary>
internal sealed class PatientClient(MortalHost host) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ClaimLifetime = TimeSpan.FromSeconds(61);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    private readonly SemaphoreSlim clock = new(1);
    private int timesMoved;

    public async Task<Reply> AskAsync(Call call)
    {
        var (reply, trouble) = ((Reply?)null, "");
        await Eventually.IsSoAsync(
            async () =>
            {
                (reply, trouble) = await TryAsync(call);
                return reply is not null;
            },
            () => $"{call.Method} {call.Path} has no answer: {trouble}\n{host.LastWords()}",
            Patience,
            Eventually.LongerPause);
        return reply!;
    }

    /// <summary>Business time passes. Of several who want that at once, one moves the clock for all.</summary>
    public async Task PassAsync(TimeSpan by)
    {
        var seen = Volatile.Read(ref timesMoved);
        await clock.WaitAsync();
        try
        {
            if (seen != timesMoved)
            {
                return;
            }

            (await AskAsync(new Call(HttpMethod.Post, "/local/clock/advance") { Body = new { by = by.ToString() } })).Demand();
            timesMoved++;
        }
        finally
        {
            clock.Release();
        }
    }

    /// <summary>One try. Without a reply: why it is worth another one.</summary>
    public async Task<(Reply? Reply, string Trouble)> TryAsync(Call call)
    {
        try
        {
            using var request = call.RequestTo(await host.WhenReadyAsync());
            using var response = await http.SendAsync(request);
            var reply = new Reply(call, response.StatusCode, await response.Content.ReadAsStringAsync());
            if (response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout || IsOfTheHost(reply))
            {
                return (null, reply.Text);
            }

            if (response.StatusCode != HttpStatusCode.Conflict || reply.Code != "idempotency_in_progress")
            {
                return (reply.Status == HttpStatusCode.InternalServerError ? reply with { Beside = host.LastWords() } : reply, "");
            }

            // The process that claimed the key died: a minute later the next try takes over.
            await PassAsync(ClaimLifetime);
            return (null, reply.Text);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
        {
            return (null, broken.Message);
        }
    }

    // The worker died: nobody answered.
    private static bool IsOfTheHost(Reply reply) =>
        reply.Status == HttpStatusCode.InternalServerError && reply.Text.Contains("The app did not answer.", StringComparison.Ordinal);

    public void Dispose()
    {
        http.Dispose();
        clock.Dispose();
    }
}
