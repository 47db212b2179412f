using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OffRamp.Benchmarks.Measuring;

namespace OffRamp.Benchmarks.Host;

/// <summary>The payout provider and the partner of every sell: tells when each of them was first asked.</summary>
internal sealed class Outside : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> payouts = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> endings = new();
    private readonly WebApplication app;

    private Outside(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public static async Task<Outside> StartAsync()
    {
        var outside = new Outside(Loopback.NewServer().Build());
        outside.app.MapPost("/payouts", (Asked asked) => Answer(outside.payouts, asked.Id));
        outside.app.MapPost("/partner", (Asked asked) => Answer(outside.endings, asked.Id));
        await outside.app.StartAsync();
        return outside;
    }

    /// <summary>Ends when the sell's payout is asked for.</summary>
    public Task PaidAsync(string id) => Of(payouts, id).Task;

    /// <summary>Ends when the partner is told that the sell has ended.</summary>
    public Task EndedAsync(string id) => Of(endings, id).Task;

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static IResult Answer(ConcurrentDictionary<string, TaskCompletionSource> asked, string id)
    {
        Of(asked, id).TrySetResult();
        return Results.Ok(new { ok = true });
    }

    private static TaskCompletionSource Of(ConcurrentDictionary<string, TaskCompletionSource> all, string id) =>
        all.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed record Asked(string Id);
}
