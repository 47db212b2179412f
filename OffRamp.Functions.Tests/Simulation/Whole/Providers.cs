using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Simulation.Whole;

/// <summary>The model of the custodian, behind awaits.</summary>
internal sealed class AwaitedCustodian(Surroundings scene, Awaits awaits) : ICustodian
{
    public Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation) => throw new NotSupportedException();

    public async Task<DepositPage?> ListDepositsAsync(string address, Asset asset, string? cursor, CancellationToken cancellation)
    {
        await awaits.PassAsync();
        var (page, at) = (scene.Custodian.List(), scene.Now);
        await awaits.PassAsync();
        Flow.Current.Heard = page is null ? null : new CustodianAnswered(at, page.Facts) { Unreadable = page.Unreadable };
        return page;
    }

    public async Task<Outcome> SendRefundAsync(Refund refund, Network network, CancellationToken cancellation)
    {
        await awaits.PassAsync();
        var outcome = scene.Custodian.Send(refund);
        await awaits.PassAsync();
        return outcome;
    }

    public async Task<Outcome> AskRefundAsync(string refundId, CancellationToken cancellation)
    {
        await awaits.PassAsync();
        var outcome = scene.Custodian.Ask(refundId);
        await awaits.PassAsync();
        return outcome;
    }
}

/// <summary>The model of the payout provider, behind awaits.</summary>
internal sealed class AwaitedPayouts(Surroundings scene, Awaits awaits) : IPayoutProvider
{
    public async Task<Outcome> SubmitAsync(Payout payout, CancellationToken cancellation)
    {
        await awaits.PassAsync();
        var outcome = scene.Payouts.Submit(payout);
        await awaits.PassAsync();
        return outcome;
    }

    public async Task<Outcome> AskAsync(string payoutId, CancellationToken cancellation)
    {
        await awaits.PassAsync();
        var outcome = scene.Payouts.Ask(payoutId);
        await awaits.PassAsync();
        return outcome;
    }

    public IReadOnlyList<string> MethodsOf(Currency fiat) => throw new NotSupportedException();

    public Task<CardAnswer> FindCardAsync(string cardToken, CancellationToken cancellation) => throw new NotSupportedException();
}

/// <summary>The rate, behind awaits.</summary>
internal sealed class AwaitedRates(Surroundings scene, Awaits awaits) : IRateSource
{
    public async Task<Rate?> FindAsync(Currency asset, Currency fiat, CancellationToken cancellation)
    {
        await awaits.PassAsync();
        return scene.Weather.IsSilent(Provider.Rates) ? null : scene.Weather.Rate;
    }
}
