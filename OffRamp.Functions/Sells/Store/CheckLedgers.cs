using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Sells.Store;

/// <summary>
/// Every night: the ledger of every open sell, and of every one that ended since its ledger was last found closed, is
/// added up and held against the record. One that does not close raises an alarm each night, and is a case for operators.
/// </summary>
internal sealed partial class CheckLedgers(OpenSells index, SellStore sells, SellInbox inbox, TimeProvider clock, ILogger<CheckLedgers> logger)
{
    private const int AtOnce = 8;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var (closed, gaps) = (0, 0);
        var held = new HeldMoney(clock.GetUtcNow());
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(index.FindAllAsync(cancellation), options, async (sell, token) =>
        {
            if (await TryCheckAsync(sell, held, token))
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
            if (await FindGapAsync(found, held, cancellation) is not { } gap)
            {
                await index.ForgetAsync(found, cancellation);
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

    /// <summary>Found twice, before somebody is woken up: a long partition is read page by page, while the sell goes on.</summary>
    private async Task<string?> FindGapAsync(IndexedSell found, HeldMoney held, CancellationToken cancellation) =>
        await ReadGapAsync(found, held, cancellation) is null ? null : await ReadGapAsync(found, held, cancellation);

    // A row of the index may lead to a sell that never came to be.
    private async Task<string?> ReadGapAsync(IndexedSell found, HeldMoney held, CancellationToken cancellation)
    {
        if (await sells.ReadBookedAsync(found.Id, cancellation) is not var (sell, postings))
        {
            return null;
        }

        held.Add(sell);
        return LedgerRules.FindGap(sell, postings);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ledgers were checked. Closed: {Closed}. Not closed: {Gaps}.")]
    private partial void LogChecked(int closed, int gaps);

    [LoggerMessage(EventId = 911, Level = LogLevel.Error, Message = "ALARM: a sell needs a person. Sell: {SellId}. Reason: {Reason}.")]
    private partial void LogAlarm(Exception? exception, string sellId, string reason);
}
