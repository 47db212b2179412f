using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.SellPage;

[TestClass]
public sealed class SellPageTests
{
    [TestMethod]
    public async Task The_page_sees_its_session_without_what_the_partner_keeps_for_itself()
    {
        await using var shop = await Shop.OpenAsync();
        using var opened = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate(), "k");
        var session = OpenedSession.Of(await Shop.ReadAsync(opened, HttpStatusCode.Created));

        using var answer = await shop.PageAsync(session, HttpMethod.Get);

        Golden.Check(await Shop.ReadAsync(answer, HttpStatusCode.OK), """
            {"id":"ses_*","object":"session","livemode":false,"type":"sell","flow":"off_ramp","status":"open",
             "user_email":"ann+verified@example.com","currency":"USDC","network":"ERC20","fiat_currency":"EUR","fiat_amount":"100.00",
             "crypto_amount":null,"return_url":"https://shop.example/done","cancel_url":"https://shop.example/back","country":null,"support":null,
             "kyc_status":"verified","sell":null,"created_at":"2030-01-01T12:00:00Z","expires_at":"2030-01-01T12:30:00Z"}
            """);
    }

    [TestMethod]
    public async Task A_secret_opens_its_own_session_only()
    {
        await using var shop = await Shop.OpenAsync();
        var (mine, other) = (await shop.OpenSessionAsync(), await shop.OpenSessionAsync());
        string[] secrets = [mine.Secret, mine.Secret[..^1] + (mine.Secret[^1] == '0' ? '1' : '0'), "cs_a_2_" + new string('0', 64), Shop.Token, "cs_"];

        foreach (var secret in secrets)
        {
            using var answer = await shop.PageAsync(other with { Secret = secret }, HttpMethod.Get);
            await ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
            Assert.IsNotEmpty(answer.Headers.WwwAuthenticate);
        }
    }

    [TestMethod]
    public async Task A_secret_has_one_spelling()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        using var answer = await shop.PageAsync(session with { Secret = session.Secret.Replace("_1_", "_01_", StringComparison.Ordinal) }, HttpMethod.Get);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [TestMethod]
    public async Task A_renewed_secret_revokes_the_old_one()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        using var renewed = await shop.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{session.Id}/client_secret");
        var now = OpenedSession.Of(await Shop.ReadAsync(renewed, HttpStatusCode.OK));
        using var withOld = await shop.PageAsync(session, HttpMethod.Get);
        using var withNew = await shop.PageAsync(now, HttpMethod.Get);

        Assert.AreEqual(HttpStatusCode.Unauthorized, withOld.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, withNew.StatusCode);
        Assert.EndsWith($"/sell/{session.Id}#{now.Secret}", now.Json.GetProperty("widget_url").GetString()!);
    }

    [TestMethod]
    public async Task A_secret_reads_until_30_days_after_the_last_change()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        // Reading it first after its end writes that it expired: the last change.
        shop.Clock.Advance(TimeSpan.FromDays(1));
        using var expired = await shop.PageAsync(session, HttpMethod.Get);
        shop.Clock.Advance(TimeSpan.FromDays(30));
        using var justRead = await shop.PageAsync(session, HttpMethod.Get);
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        using var tooLate = await shop.PageAsync(session, HttpMethod.Get);

        Assert.AreEqual("expired", (await Shop.ReadAsync(expired, HttpStatusCode.OK)).GetProperty("status").GetString());
        Assert.AreEqual(HttpStatusCode.OK, justRead.StatusCode);
        Assert.AreEqual(HttpStatusCode.Unauthorized, tooLate.StatusCode);
    }

    [TestMethod]
    public async Task I_already_sent_it_finds_the_deposit_without_a_notice()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await shop.DepositAsync(session, "250", stopAt: "seen");

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/check_deposit");

        var sell = await Shop.ReadAsync(answer, HttpStatusCode.OK);
        Assert.AreEqual("confirming_deposit", sell.GetProperty("phase").GetString());
        Assert.AreEqual("250", sell.GetProperty("deposits")[0].GetProperty("amount").GetString());
    }

    [TestMethod]
    public async Task A_silent_custodian_still_gets_an_answer_to_I_already_sent_it()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await shop.ControlAsync("/sandbox/faults", new { provider = "custodian", mode = "503", times = 3 });

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/check_deposit");

        Assert.AreEqual("awaiting_deposit", (await Shop.ReadAsync(answer, HttpStatusCode.OK)).GetProperty("phase").GetString());
    }

    [TestMethod]
    public async Task Nothing_is_asked_of_a_user_whose_sell_goes_well()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/payout_details", new { card_token = "tok_ok" });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "no_action_required");
    }

    [TestMethod]
    public async Task A_declined_card_is_replaced_and_the_sell_completes()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        using var started = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session), card: "tok_declined"));
        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        shop.Clock.Advance(TimeSpan.FromMinutes(20));
        await shop.WalkAsync(session);
        Assert.AreEqual("action_required", (await shop.ReadSellAsync(session)).GetProperty("phase").GetString());

        using var unknown = await shop.PageAsync(session, HttpMethod.Post, "/payout_details", new { card_token = "tok_nobody" });
        using var both = await shop.PageAsync(session, HttpMethod.Post, "/payout_details", new { card_token = "tok_ok", refund = true });
        using var given = await shop.PageAsync(session, HttpMethod.Post, "/payout_details", new { card_token = "tok_ok" });
        shop.Clock.Advance(TimeSpan.FromMinutes(20));
        await shop.WalkAsync(session);

        await ProblemBody.ExpectAsync(unknown, HttpStatusCode.UnprocessableEntity, "invalid_card_token");
        await ProblemBody.ExpectAsync(both, HttpStatusCode.UnprocessableEntity, "ambiguous_choice");
        await Shop.ReadAsync(given, HttpStatusCode.OK);
        Assert.AreEqual("completed", (await shop.ReadSellAsync(session)).GetProperty("status").GetString());
    }
}
