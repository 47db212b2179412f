using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Simulation.Whole;

/// <summary>The mistake of an adapter: what came back is taken for what failed, however much a bank has kept of it.</summary>
internal sealed class MisreadPayouts(IPayoutProvider payouts) : IPayoutProvider
{
    public Task<Outcome> SubmitAsync(Payout payout, CancellationToken cancellation) => payouts.SubmitAsync(payout, cancellation);

    public async Task<Outcome> AskAsync(string payoutId, CancellationToken cancellation) =>
        await payouts.AskAsync(payoutId, cancellation) is var read && read is PayoutReported { Fact.Status: PayoutStatus.Returned }
            ? PlantedRules.Believed(payoutId, "returned", false)
            : read;

    public IReadOnlyList<string> MethodsOf(Currency fiat) => payouts.MethodsOf(fiat);

    public Task<CardAnswer> FindCardAsync(string cardToken, CancellationToken cancellation) => payouts.FindCardAsync(cardToken, cancellation);
}
