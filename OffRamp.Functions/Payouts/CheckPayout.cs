namespace OffRamp.Functions.Payouts;

using OffRamp.DurableTask;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;

/// <summary>Asks the payout provider what became of the payout that is out, or that is said to have come back, and records the answer.</summary>
internal sealed class CheckPayout(SellStore sells, IPayoutProvider provider, Advance advance) : TaskActivity<SellRef, Step>
{
    public override async Task<Step> RunAsync(TaskActivityContext context, SellRef input)
    {
        var id = PrefixedId.Parse<SellId>(input.SellId);
        var stored = await sells.ReadRecentAsync(id, context.Cancellation) ?? throw new SellMissingException(id);
        var outcome = stored.Sell.LastPayout is { IsAskedAbout: true } payout ? await AskAsync(payout, context.Cancellation) : null;
        return await advance.RunAsync(stored, outcome, context.Cancellation);
    }

    private async Task<Outcome> AskAsync(Payout payout, CancellationToken cancellation) =>
        await provider.AskAsync(payout.Id, cancellation) switch
        {
            ProviderSilent => new PayoutUnknown(payout.Id),
            var answer => answer,
        };
}
