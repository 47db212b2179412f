using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Deposits;

/// <summary>A custodian that hands out an address twice would have one user's crypto paid to another.</summary>
[TestClass]
public sealed class NewAddressesTests
{
    [TestMethod]
    public async Task An_address_that_is_another_sells_makes_no_sell()
    {
        await using var shop = await OpenAsync(new Alarms());
        await shop.SellAsync();
        var session = await shop.OpenSessionAsync(Bodies.Proof("user-other"));

        using var refused = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session)));

        await ProblemBody.ExpectAsync(refused, HttpStatusCode.ServiceUnavailable, "provider_unavailable");
        using var read = await shop.PartnerAsync(HttpMethod.Get, $"/v1/sells/{session.SellId}");
        Assert.AreEqual(HttpStatusCode.NotFound, read.StatusCode);
    }

    [TestMethod]
    public async Task It_is_an_alarm_that_names_both()
    {
        var alarms = new Alarms();
        await using var shop = await OpenAsync(alarms);
        var first = await shop.SellAsync();
        var session = await shop.OpenSessionAsync(Bodies.Proof("user-other"));

        using var refused = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session)));

        Assert.AreEqual($"ALARM: the custodian gave an address twice. Sell: {session.SellId}. Before: {first.SellId}.", alarms.Heard(session.SellId).Single());
    }

    private static Task<Shop> OpenAsync(Alarms alarms) => Shop.OpenAsync(services =>
        services.AddSingleton<ICustodian>(new OneAddress()).AddSingleton<ILoggerProvider>(alarms));

    private sealed class OneAddress : ICustodian
    {
        public Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation) =>
            Task.FromResult<CustodianAddress?>(new(A.Address, null));

        public Task<DepositPage?> ListDepositsAsync(string address, Asset asset, string? cursor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome> SendRefundAsync(Refund refund, Network network, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome> AskRefundAsync(string refundId, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
