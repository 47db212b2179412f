namespace OffRamp.Functions.Sells;

/// <summary>
/// Every minute: sells that promised to look again and did not. An orchestration can be lost, the record cannot: it is
/// started again under the same id, hinted when it runs after all, and in the end advanced without it.
/// </summary>
internal sealed class ReviveSells(OpenSells open, SellStore sells, SellRevival revival, SellEndings endings, TimeProvider clock)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan AfterEnd = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WhileUndelivered = TimeSpan.FromMinutes(10);

    /// <summary>So long after its promise nobody looks any more.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            open.FindLateAsync(now - Late, cancellation), options, async (found, token) => await TryVisitAsync(found, now, token));
    }

    /// <summary>One sell's trouble must not keep the others from being visited; this one is found again in a minute.</summary>
    public async Task TryVisitAsync(OpenSell found, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            await VisitAsync(found, now, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            revival.Failed(found.Id, e);
        }
    }

    private async Task VisitAsync(OpenSell found, DateTimeOffset now, CancellationToken cancellation)
    {
        var stored = await sells.ReadAsync(found.Id, cancellation);
        if (stored is { HasUndelivered: true })
        {
            await revival.SeeToWebhooksAsync(found.Id);
        }

        if (stored is null)
        {
            // The row was written before a sell that never came to be; its creation may still be under way.
            if (found.WakeAt + TimeSpan.FromHours(1) < now)
            {
                await open.CloseAsync(found.Id, cancellation);
            }
        }
        else if (stored.Sell.IsAtRest)
        {
            await CloseAsync(stored, now, cancellation);
        }
        else if (stored.Sell.WakeAt > now - Late && stored.Inbox.Count == 0)
        {
            await open.PromiseAsync(found.Id, stored.Sell.WakeAt, cancellation);
        }
        else
        {
            await revival.ReviveAsync(stored.Sell, found, cancellation);
        }
    }

    /// <summary>What arrived in the moment of the end was hinted to nobody: the row is closed only some minutes later, and empty-handed. It stays while an event is not told in every way.</summary>
    private async Task CloseAsync(StoredSell stored, DateTimeOffset now, CancellationToken cancellation)
    {
        var sell = stored.Sell;
        var step = stored.Inbox.Count > 0 ? await revival.WalkAsync(sell.Id, cancellation) : null;
        if (step is { IsEnd: false })
        {
            await open.PromiseAsync(sell.Id, step.Until, cancellation);
        }
        else if (now < sell.UpdatedAt + AfterEnd)
        {
            await open.PromiseAsync(sell.Id, sell.UpdatedAt + AfterEnd, cancellation);
        }
        else if (stored.HasUndelivered)
        {
            await endings.CloseAsync(sell, cancellation);
            await open.PromiseAsync(sell.Id, stored.Sending.NextFrom(now) + WhileUndelivered, cancellation);
        }
        else
        {
            await endings.CloseAsync(sell, cancellation);
            await open.EndAsync(sell.Id, cancellation);
        }
    }
}
