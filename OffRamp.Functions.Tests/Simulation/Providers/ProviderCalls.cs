using Microsoft.Extensions.Logging.Abstractions;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Simulation.Faults;
using OffRamp.Functions.Tests.Simulation.Whole;

namespace OffRamp.Functions.Tests.Simulation.Providers;

/// <summary>
/// The providers, as the activities call them: the models themselves, or, where they write in a way of their own, the
/// product's adapters around what they write. What is read is then compared with what was meant.
/// </summary>
internal sealed class ProviderCalls : ICustodian, IPayoutProvider, IRateSource
{
    private readonly Surroundings scene;
    private readonly Func<object?> meant = () => null;
    private readonly HttpCustodian? custodian;
    private readonly HttpPayoutProvider? payouts;
    private readonly HttpRateSource? rates;

    public ProviderCalls(Surroundings scene, Occurrences occurrences)
    {
        this.scene = scene;
        if (scene.Plan.Speech != Speech.Plain)
        {
            var wire = new ProviderWire(scene, new Writing(scene.Plan.Speech, occurrences), () => Task.CompletedTask);
            meant = () => wire.Meant;
            (custodian, payouts, rates) = Adapters(wire, scene.Agenda);
        }
    }

    /// <summary>The product's adapters, with this end of the wire for a network.</summary>
    public static (HttpCustodian Custodian, HttpPayoutProvider Payouts, HttpRateSource Rates) Adapters(ProviderWire wire, Agenda agenda)
    {
        var http = new ProviderHttp(new ProviderSettings(new Uri("http://127.0.0.1:1/"), "token", []), NullLogger.Instance, wire);
        return (new HttpCustodian(http), new HttpPayoutProvider(http), new HttpRateSource(http, new AgendaClock(agenda)));
    }

    public Task<DepositPage?> ListDepositsAsync(string address, Asset asset, string? cursor, CancellationToken cancellation) =>
        Read(custodian?.ListDepositsAsync(address, asset, cursor, cancellation), () => scene.Custodian.List(cursor));

    public Task<Outcome> SendRefundAsync(Refund refund, Network network, CancellationToken cancellation) =>
        Read(custodian?.SendRefundAsync(refund, network, cancellation), () => scene.Custodian.Send(refund));

    public Task<Outcome> AskRefundAsync(string refundId, CancellationToken cancellation) =>
        Read(custodian?.AskRefundAsync(refundId, cancellation), () => scene.Custodian.Ask(refundId));

    public Task<Outcome> SubmitAsync(Payout payout, CancellationToken cancellation) =>
        Read(payouts?.SubmitAsync(payout, cancellation), () => scene.Payouts.Submit(payout));

    public Task<Outcome> AskAsync(string payoutId, CancellationToken cancellation) =>
        Read(payouts?.AskAsync(payoutId, cancellation), () => scene.Payouts.Ask(payoutId));

    public Task<Rate?> FindAsync(Currency asset, Currency fiat, CancellationToken cancellation) =>
        Read(rates?.FindAsync(asset, fiat, cancellation), scene.Rates.Find);

    public Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation) => throw new NotSupportedException();

    public IReadOnlyList<string> MethodsOf(Currency fiat) => throw new NotSupportedException();

    public Task<CardAnswer> FindCardAsync(string cardToken, CancellationToken cancellation) => throw new NotSupportedException();

    private async Task<T> Read<T>(Task<T>? written, Func<T> said)
    {
        if (written is null)
        {
            return said();
        }

        var read = await written;
        Violation.Unless(Meaning.IsSame(read, meant()), "what a provider says is read", $"{meant()} was read as {read}");
        return read;
    }
}
