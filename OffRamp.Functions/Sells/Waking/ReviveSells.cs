using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Sells.Waking;

/// <summary>
/// Every minute: the safety looks. An event is only a hint and may be lost, and so may an orchestration; the record cannot.
/// So the open sells are visited when somebody asked for it, 1, 5 and 30 minutes and 2 hours after they entered a phase,
/// then every 2 hours, and when they promised to have moved. The orchestration of whoever has something unread, or broke the
/// promise, is hinted, or started again under the same id; and the sell is advanced without it, unless the orchestration was just
/// started or has had no time yet to hear.
/// </summary>
internal sealed partial class ReviveSells(OpenSells open, SellStore sells, ReviveSell revival, SellEndings endings, TimeProvider clock, ILogger<ReviveSells> log)
{
    private const int AtOnce = 16;
    private static readonly TimeSpan AfterEnd = TimeSpan.FromMinutes(5);

    // Less than the minute between two rounds: a visit that is due a moment after a round would wait for the next.
    private static readonly TimeSpan WhileUndelivered = TimeSpan.FromSeconds(45);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            open.FindDueAsync(now, cancellation), options, async (found, token) => await TryVisitAsync(found, now, token));
        LogLooked();
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
            await revival.SeeToWebhooksAsync(stored);
        }

        if (stored is null)
        {
            // The row was written before a sell that never came to be; its creation may still be under way.
            if (found.WakeAt + TimeSpan.FromHours(1) < now)
            {
                await open.CloseAsync(found, cancellation);
            }
        }
        else if (stored.Sell.IsAtRest)
        {
            await CloseAsync(stored, found, now, cancellation);
        }
        else
        {
            await VisitOpenAsync(stored, found, now, cancellation);
        }
    }

    private async Task VisitOpenAsync(StoredSell stored, OpenSell found, DateTimeOffset now, CancellationToken cancellation)
    {
        var promise = found.PromiseOf(stored.Sell);
        var isOverdue = LookRules.IsBroken(promise, now);
        if (stored.Inbox.Count > 0 || isOverdue)
        {
            await revival.ReviveAsync(stored.Sell, found, isOverdue || LookRules.IsDeaf(found.VisitAt, found.Rounds, now), cancellation);
        }
        else
        {
            await open.MoveAsync(found, Earlier(LookRules.NextVisit(stored.Sell.PhaseSince, now, promise), NextSending(stored, now)), cancellation);
        }
    }

    /// <summary>What arrived in the moment of the end was hinted to nobody: the row is closed only some minutes later, and empty-handed. It stays while an event is not told in every way.</summary>
    private async Task CloseAsync(StoredSell stored, OpenSell found, DateTimeOffset now, CancellationToken cancellation)
    {
        var sell = stored.Sell;
        if (stored.Inbox.Count > 0 && !(await revival.AdvanceInlineAsync(sell.Id, cancellation)).IsEnd)
        {
            // A recovery has begun, and was promised its visits before it was committed.
            return;
        }

        if (now < sell.UpdatedAt + AfterEnd)
        {
            await open.MoveAsync(found, Earlier(sell.UpdatedAt + AfterEnd, NextSending(stored, now)), cancellation);
        }
        else if (stored.HasUndelivered)
        {
            await endings.CloseAsync(sell, cancellation);
            await open.MoveAsync(found, NextSending(stored, now), cancellation);
        }
        else
        {
            await endings.CloseAsync(sell, cancellation);
            await revival.EndAsync(sell, cancellation);
            await open.EndAsync(found, cancellation);
        }
    }

    /// <summary>When somebody comes to see whether what is undelivered was tried; never, where nothing is.</summary>
    private static DateTimeOffset NextSending(StoredSell stored, DateTimeOffset now) =>
        stored.HasUndelivered ? stored.Sending.NextFrom(now) + WhileUndelivered : DateTimeOffset.MaxValue;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    // Operators are woken when this line does not come (infra/alarms.json, app-silent).
    [LoggerMessage(Level = LogLevel.Information, Message = "Late sells were looked for.")]
    private partial void LogLooked();
}
