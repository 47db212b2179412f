using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Recovery;

/// <summary>
/// After a restore, every few minutes until it is done: every open sell is held against the providers' word, before its money
/// would move. One whose next payout the provider knows already goes on: it takes that up when it comes to it, and sends nothing.
/// </summary>
internal sealed partial class CheckRestored(
    Restorations restorations, AskProviders providers, FreezeRestored freeze, OpenSells open, SellStore sells, TimeProvider clock, ILogger<CheckRestored> log)
{
    private const int AtOnce = 8;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (await restorations.FindAsync(cancellation) is not { IsWritten: true, CheckedAt: null } restoration)
        {
            return;
        }

        var counts = new int[Enum.GetValues<Verdict>().Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(open.FindAllAsync(cancellation).Where(found => !found.HasEnded), options, async (found, token) =>
        {
            var verdict = await CheckAsync(found.Id, restoration, token);
            Interlocked.Increment(ref counts[(int)verdict]);
        });
        LogChecked(restoration.Copy, counts[(int)Verdict.AsOnRecord], counts[(int)Verdict.TakesUp], counts[(int)Verdict.Held], counts[(int)Verdict.Unknown]);
        if (counts[(int)Verdict.Unknown] == 0)
        {
            await restorations.WriteAsync(restoration with { CheckedAt = clock.GetUtcNow() }, cancellation);
            LogDone(restoration.Copy, counts[(int)Verdict.Held]);
        }
    }

    private enum Verdict { NotConcerned, AsOnRecord, TakesUp, Held, Unknown }

    /// <summary>One sell's trouble must not keep the others from being looked at; this one is looked at again.</summary>
    private async Task<Verdict> CheckAsync(SellId id, Restoration restoration, CancellationToken cancellation)
    {
        try
        {
            return await sells.FindAsync(id, cancellation) is { IsAtRest: false } sell && sell.CreatedAt < restoration.Since
                ? await CheckAsync(sell, cancellation)
                : Verdict.NotConcerned;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotChecked(e, id.ToString());
            return Verdict.Unknown;
        }
    }

    private async Task<Verdict> CheckAsync(Sell sell, CancellationToken cancellation)
    {
        if (sell is { Phase: SellPhase.OnHold, UnknownMovement: not null })
        {
            return Verdict.Held;
        }

        if (await restorations.IsClearedAsync(sell.Id, cancellation))
        {
            return Verdict.AsOnRecord;
        }

        switch (await providers.FindAsync(sell, cancellation))
        {
            case null:
                return Verdict.Unknown;
            case { Ids: [] }:
                await restorations.ClearAsync(sell.Id, cancellation);
                return Verdict.AsOnRecord;
            case { Ids: [var only] } when IsTakenUp(sell, only):
                return Verdict.TakesUp;
            case { Ids: [.., var last] }:
                await freeze.HoldAsync(sell, last, cancellation);
                return Verdict.Held;
            case var other:
                throw new InvalidOperationException($"{other} is no answer.");
        }
    }

    /// <summary>Before a payout is sent the provider is asked for it by its id, and what he says is what is put on record.</summary>
    private static bool IsTakenUp(Sell sell, string id) => id == AskProviders.NextPayout(sell) && (sell.IsCollecting || sell.IsAboutToPay);

    [LoggerMessage(Level = LogLevel.Information, Message = "Restored sells were held against the providers' word. Copy: {Copy}. As on record: {AsOnRecord}. Take up a payout: {TakesUp}. Held: {Held}. Not known: {Unknown}.")]
    private partial void LogChecked(string copy, int asOnRecord, int takesUp, int held, int unknown);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Every restored open sell was held against the providers' word. Copy: {Copy}. Held: {Held}.")]
    private partial void LogDone(string copy, int held);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A restored sell could not be held against the providers' word. Sell: {SellId}.")]
    private partial void NotChecked(Exception exception, string sellId);
}
