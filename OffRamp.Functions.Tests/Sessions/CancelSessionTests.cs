using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sessions;

[TestClass]
public sealed class CancelSessionTests
{
    [TestMethod]
    public async Task A_session_without_a_sell_is_cancelled_at_once_and_again()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        for (var time = 0; time < 2; time++)
        {
            using var answer = await shop.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{session.Id}/cancel");
            Assert.AreEqual("cancelled", (await Shop.ReadAsync(answer, HttpStatusCode.OK)).GetProperty("status").GetString());
        }
        CollectionAssert.AreEqual(new[] { "session.created", "session.cancelled" }, await shop.EventsAsync(session));
    }

    [TestMethod]
    public async Task A_sell_without_a_deposit_is_cancelled_after_the_custodian_was_asked()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/cancel");

        var json = await Shop.ReadAsync(answer, HttpStatusCode.OK);
        Assert.AreEqual("cancelled", json.GetProperty("status").GetString());
        Assert.AreEqual("cancelled", json.GetProperty("sell").GetProperty("phase").GetString());
        Assert.Contains("GET /deposits", await shop.CallsAsync());
        CollectionAssert.AreEqual(new[] { "session.created", "sell.pending", "sell.cancelled" }, await shop.EventsAsync(session));
    }

    [TestMethod]
    public async Task A_cancelled_sell_is_cancelled_again_with_the_same_answer()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();

        using var first = await shop.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{session.Id}/cancel");
        using var again = await shop.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{session.Id}/cancel");

        Assert.AreEqual(
            (await Shop.ReadAsync(first, HttpStatusCode.OK)).GetRawText(), (await Shop.ReadAsync(again, HttpStatusCode.OK)).GetRawText());
    }

    [TestMethod]
    public async Task A_deposit_that_nobody_told_us_of_yet_wins_over_the_cancel()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await shop.DepositAsync(session, "250", stopAt: "seen");

        using var answer = await shop.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{session.Id}/cancel");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "deposit_already_detected");
    }

    [TestMethod]
    public async Task While_the_custodian_is_silent_it_is_undecided_and_the_wish_stands()
    {
        await using var shop = await Shop.OpenAsync(services => services.AddSingleton(all => new CancelSell(
            all.GetRequiredService<SellStore>(), all.GetRequiredService<SellInbox>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<SellPolicies>())
        {
            Patience = TimeSpan.FromMilliseconds(100),
        }));
        var session = await shop.SellAsync();
        await shop.ControlAsync("/sandbox/faults", new { provider = "custodian", mode = "503", times = 1 });

        using var undecided = await shop.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{session.Id}/cancel");
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await shop.WalkAsync(session);

        var problem = await ProblemBody.ReadAsync(undecided);
        Assert.AreEqual((503, "decision_pending", true), (problem.Status, problem.Code, problem.Retryable));
        Assert.AreEqual("cancelled", (await shop.ReadSellAsync(session)).GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task An_expired_session_cannot_be_cancelled()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        shop.Clock.Advance(TimeSpan.FromHours(1));

        using var answer = await shop.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{session.Id}/cancel");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "session_not_cancellable");
    }

    [TestMethod]
    public async Task A_cancelled_session_takes_no_sell()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        var quote = await shop.QuoteAsync(session);
        using var cancelled = await shop.PageAsync(session, HttpMethod.Post, "/cancel");

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "session_ended");
    }

    [TestMethod]
    public async Task A_cancel_and_a_sell_at_once_end_as_one_of_the_two()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        var quote = await shop.QuoteAsync(session);

        var answers = await Task.WhenAll(
            shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote)),
            shop.PageAsync(session, HttpMethod.Post, "/cancel"));

        Assert.AreEqual(HttpStatusCode.OK, answers[1].StatusCode);
        using var now = await shop.PageAsync(session, HttpMethod.Get);
        Assert.AreEqual("cancelled", (await Shop.ReadAsync(now, HttpStatusCode.OK)).GetProperty("status").GetString());
    }
}
