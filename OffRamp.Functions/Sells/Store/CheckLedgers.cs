using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Sells.Store;

/// <summary>
/// Every night: the ledger of every open sell, and of every one that ended since its ledger was last found closed, is
/// added up and held against the record. One that does not close raises an alarm each night, and is a case for operators.
/// What each holds for its user is counted, also of those that ended with something: they stay in the index with that.
/// </summary>
internal sealed partial class CheckLedgers(
    OpenSells index, SellStore sells, SellInbox inbox, Assets assets, TimeProvider clock, ILogger<CheckLedgers> logger)
{
    private const int AtOnce = 8;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var (closed, gaps) = (0, 0);
        var held = new HeldMoney(assets, clock.GetUtcNow());
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };

        // One that ended goes on by the very case that is opened for it, and is found once more among the open ones.
        var met = new HashSet<SellId>();
        await Parallel.ForEachAsync(index.FindAllAsync(cancellation).Where(sell => sell.Holding is not null || met.Add(sell.Id)), options, async (sell, token) =>
        {
            if (sell.Holding is { } holding)
            {
                // Its ledger was found closed after the end; nothing of it has changed since.
                held.Keep(sell.Id, holding);
            }
            else if (await TryCheckAsync(sell, held, token))
            {
                Interlocked.Increment(ref closed);
            }
            else
            {
                Interlocked.Increment(ref gaps);
            }
        });
        held.Report();
        LogChecked(closed, gaps);
    }

    /// <summary>Whether it closes. One sell's trouble must not keep the others from being looked at.</summary>
    private async Task<bool> TryCheckAsync(IndexedSell found, HeldMoney held, CancellationToken cancellation)
    {
        var id = found.Id.ToString();
        try
        {
            // Read twice, before somebody is woken up: a long partition is read page by page, while the sell goes on.
            var looked = await LookAsync(found.Id, cancellation);
            looked = looked.Gap is null ? looked : await LookAsync(found.Id, cancellation);
            held.Read(found.Id, looked.Holding);
            if (looked.Gap is not { } gap)
            {
                await index.LedgerClosedAsync(found, looked.Holding, cancellation);
                return true;
            }

            LogAlarm(null, id, $"its ledger does not close: {gap}");
            await inbox.TellAsync(found.Id, new LedgerGap(SellKeys.LedgerGap(gap), clock.GetUtcNow(), gap), cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogAlarm(e, id, "its ledger could not be checked");
        }

        return false;
    }

    // A row of the index may lead to a sell that never came to be.
    private async Task<(string? Gap, Holding? Holding)> LookAsync(SellId id, CancellationToken cancellation) =>
        await sells.ReadBookedAsync(id, cancellation) is var (sell, postings)
            ? (LedgerRules.FindGap(sell, postings), Holding.Of(sell, postings))
            : (null, null);

    [LoggerMessage(Level = LogLevel.Information, Message = "Ledgers were checked. Closed: {Closed}. Not closed: {Gaps}.")]
    private partial void LogChecked(int closed, int gaps);

    [LoggerMessage(EventId = 911, Level = LogLevel.Error, Message = "ALARM: a sell needs a person. Sell: {SellId}. Reason: {Reason}.")]
    private partial void LogAlarm(Exception? exception, string sellId, string reason);
}
