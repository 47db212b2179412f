using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Payouts;

/// <summary>Asks the payout provider what became of the payout that is out, or that is said to have come back, and records the answer.</summary>
internal sealed class CheckPayout(SellStore sells, IPayoutProvider provider, Advance advance)
{
    public async Task<Step> RunAsync(SellId id, CancellationToken cancellation)
    {
        var stored = await sells.ReadRecentAsync(id, cancellation) ?? throw new SellMissingException(id);
        var outcome = stored.Sell.LastPayout is { IsAskedAbout: true } payout ? await AskAsync(payout, cancellation) : null;
        return await advance.RunAsync(stored, outcome, cancellation);
    }

    private async Task<Outcome> AskAsync(Payout payout, CancellationToken cancellation) =>
        await provider.AskAsync(payout.Id, cancellation) switch
        {
            ProviderSilent => new PayoutUnknown(payout.Id),
            var answer => answer,
        };
}
