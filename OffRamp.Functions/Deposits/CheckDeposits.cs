using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Deposits;

/// <summary>Asks the custodian what arrived at the sell's address and records the answer; who sent what is recorded; before a payout, KYC and rate as well.</summary>
internal sealed class CheckDeposits(
    SellStore sells, ListDeposits list, BeforePayout beforePayout, ScreenDeposits screen, Advance advance, SellPolicies policies)
{
    public async Task<Step> RunAsync(SellId id, CancellationToken cancellation)
    {
        var stored = await sells.ReadRecentAsync(id, cancellation) ?? throw new SellMissingException(id);
        return await advance.RunAsync(stored, await AskAsync(stored.Sell, cancellation), cancellation);
    }

    private async Task<Outcome> AskAsync(Sell sell, CancellationToken cancellation)
    {
        if (await list.ReadAsync(sell, policies.For(sell).Asset, cancellation) is not { } answer)
        {
            return new ProviderSilent("custodian");
        }

        return sell is { IsAboutToPay: true } or { Phase: SellPhase.OnHold, HoldReason: HoldReasons.KycRequired or HoldReasons.DepositMismatch or HoldReasons.ComplianceReview }
            ? await beforePayout.CompleteAsync(answer, sell, cancellation)
            : answer with { Screened = await screen.RunAsync(sell, cancellation) };
    }
}

/// <summary>What is looked at once more before money leaves: the user's KYC status, the rate, and who sent the crypto.</summary>
internal sealed class BeforePayout(UserKyc users, IRateSource rates, ScreenDeposits screen)
{
    public async Task<CustodianAnswered> CompleteAsync(CustodianAnswered answer, Sell sell, CancellationToken cancellation)
    {
        var rate = rates.FindAsync(sell.Asset, sell.Fiat, cancellation);
        var kyc = users.FindAsync(sell.PartnerId, sell.UserKey, cancellation);
        var screened = screen.RunAsync(sell, cancellation);
        return answer with { Kyc = await kyc, CurrentRate = await rate, Screened = await screened };
    }
}
