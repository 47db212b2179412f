using System.Net;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Deposits;

[TestClass]
public sealed class HttpScreeningTests
{
    private const string Listed = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf";

    [TestMethod]
    [DataRow(200, """{"risk":"low","reference":"r"}""", "Low")]
    [DataRow(200, """{"risk":"high","reference":"r"}""", "High")]
    [DataRow(200, """{"risk":"severe"}""", "High")]
    [DataRow(200, "{}", null)]
    [DataRow(503, """{"risk":"low"}""", null)]
    public async Task What_is_not_readably_low_is_not_low(int status, string body, string? expected)
    {
        using var http = StubProvider.Answering((HttpStatusCode)status, body).Connect();

        Assert.AreEqual(expected, $"{await new HttpScreening(http).AskRecipientAsync(Network.TRC20, Listed, default)}" is { Length: > 0 } said ? said : null);
    }

    [TestMethod]
    public async Task A_sender_is_asked_about_by_his_transaction()
    {
        var provider = StubProvider.Answering(HttpStatusCode.OK, """{"risk":"low"}""");
        using var http = provider.Connect();

        await new HttpScreening(http).AskSenderAsync(Network.TRC20, Listed, "abc1", default);

        Assert.AreEqual("/base/screenings", provider.LastRequest!.RequestUri!.AbsolutePath);
        Assert.AreEqual($$"""{"address":"{{Listed}}","network":"TRC20","direction":"in","tx_hash":"abc1"}""", provider.LastBody);
    }

    [TestMethod]
    [DataRow("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")]
    [DataRow("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED")]
    [DataRow("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    public async Task An_address_is_asked_about_in_one_spelling_whatever_was_typed(string typed)
    {
        var provider = StubProvider.Answering(HttpStatusCode.OK, """{"risk":"low"}""");
        using var http = provider.Connect();

        await new HttpScreening(http).AskRecipientAsync(Network.ERC20, typed, default);

        Assert.AreEqual("""{"address":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed","network":"ERC20","direction":"out"}""", provider.LastBody);
    }

    [TestMethod]
    public async Task No_sell_is_made_for_a_refund_address_of_high_risk()
    {
        await using var shop = await OpenAsync();
        await shop.ControlAsync("/sandbox/screening", new { address = Listed, risk = "high" });
        var session = await shop.OpenSessionAsync();
        var quote = await shop.QuoteAsync(session);

        using var refused = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote, refund: Listed));
        using var taken = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));

        await ProblemBody.ExpectAsync(refused, HttpStatusCode.UnprocessableEntity, "invalid_refund_address");
        Assert.AreEqual(HttpStatusCode.Created, taken.StatusCode);
    }

    [TestMethod]
    public async Task Nor_while_nobody_can_say()
    {
        await using var shop = await OpenAsync();
        var session = await shop.OpenSessionAsync();
        await shop.ControlAsync("/sandbox/faults", new { provider = "screening", mode = "503", times = 1 });

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session)));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.ServiceUnavailable, "provider_unavailable");
    }

    [TestMethod]
    [DataRow("high", "on_hold", "compliance_review")]
    [DataRow("low", "paying_out", null)]
    public async Task A_deposit_is_paid_only_if_its_sender_is_of_low_risk(string risk, string phase, string? reason)
    {
        await using var shop = await OpenAsync();
        var session = await shop.SellAsync(card: "tok_slow");
        var address = (await shop.ReadSellAsync(session)).GetProperty("deposit").GetProperty("address").GetString();
        await shop.ControlAsync("/sandbox/screening", new { address, risk });

        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);

        var sell = await shop.ReadSellAsync(session);
        Assert.AreEqual((phase, reason), (sell.GetProperty("phase").GetString(), sell.GetProperty("hold_reason").GetString()));
    }

    [TestMethod]
    public async Task A_refund_address_is_looked_at_once_more_before_anything_leaves()
    {
        await using var shop = await OpenAsync();
        var session = await shop.SellAsync(card: "tok_closed");
        await shop.ControlAsync("/sandbox/screening", new { address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", risk = "high" });

        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.WalkAsync(session);

        var sell = await shop.ReadSellAsync(session);
        Assert.AreEqual(("on_hold", "compliance_review"), (sell.GetProperty("phase").GetString(), sell.GetProperty("hold_reason").GetString()));
        Assert.DoesNotContain("POST /refunds", await shop.CallsAsync());
    }

    private static Task<Shop> OpenAsync() => Shop.OpenAsync(null, ("OFFRAMP_SCREENING_URL", Shop.Sandbox));
}
