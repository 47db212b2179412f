using System.Net;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Kyc;

[TestClass]
public sealed class StartKycTests
{
    [TestMethod]
    public async Task A_user_is_led_to_the_providers_page_and_is_then_verified()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync(Bodies.Proof(email: "ann@example.com"));

        using var first = await shop.PageAsync(session, HttpMethod.Post, "/kyc");
        await shop.VerifyAsync(session);
        using var then = await shop.PageAsync(session, HttpMethod.Post, "/kyc");
        using var status = await shop.PartnerAsync(HttpMethod.Get, "/widget/users/user-123/kyc-status");

        var started = await Shop.ReadAsync(first, HttpStatusCode.OK);
        Assert.AreEqual("not_started", started.GetProperty("status").GetString());
        Assert.StartsWith("http://", started.GetProperty("verification_url").GetString()!);
        var done = await Shop.ReadAsync(then, HttpStatusCode.OK);
        Assert.AreEqual("verified", done.GetProperty("status").GetString());
        Assert.AreEqual(JsonValueKind.Null, done.GetProperty("verification_url").ValueKind);
        Assert.AreEqual("""{"partner_user_id":"user-123","status":"verified"}""", (await Shop.ReadAsync(status, HttpStatusCode.OK)).GetRawText());
    }

    [TestMethod]
    [DataRow("acme/ada", "acme%2Fada")]
    [DataRow("acme/ada", "acme%2fada")]
    [DataRow("50% off+1 ü", "50%25%20off+1%20%C3%BC")]
    public async Task A_user_is_asked_about_by_a_percent_encoded_id(string user, string segment)
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync(Bodies.Proof(user: user, email: "ann@example.com"));
        await shop.VerifyAsync(session);
        using (await shop.PageAsync(session, HttpMethod.Post, "/kyc"))
        {
        }

        using var status = await shop.PartnerAsync(HttpMethod.Get, $"/widget/users/{segment}/kyc-status");

        var said = await Shop.ReadAsync(status, HttpStatusCode.OK);
        Assert.AreEqual(user, said.GetProperty("partner_user_id").GetString());
        Assert.AreEqual("verified", said.GetProperty("status").GetString());
    }

    [TestMethod]
    [DataRow("a%2Fb")]
    [DataRow("a%2fb")]
    public async Task An_id_that_no_path_could_name_makes_no_session(string user)
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Post, "/widget/session", Bodies.Proof(user: user));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "invalid_characters");
    }

    [TestMethod]
    public async Task Every_open_session_of_the_user_is_told_once()
    {
        await using var shop = await Shop.OpenAsync();
        var here = await shop.OpenSessionAsync(Bodies.Proof(email: "ann@example.com"));
        var there = await shop.OpenSessionAsync(Bodies.Proof(email: "ann@example.com"));
        var somebodyElse = await shop.OpenSessionAsync(Bodies.Proof(user: "user-9", email: "bob@example.com"));
        await shop.VerifyAsync(here);

        for (var time = 0; time < 2; time++)
        {
            using (var answer = await shop.PageAsync(here, HttpMethod.Post, "/kyc"))
            {
                await Shop.ReadAsync(answer, HttpStatusCode.OK);
            }
        }

        CollectionAssert.AreEqual(new[] { "session.created", "kyc.updated" }, await shop.EventsAsync(here));
        CollectionAssert.AreEqual(new[] { "session.created", "kyc.updated" }, await shop.EventsAsync(there));
        CollectionAssert.AreEqual(new[] { "session.created" }, await shop.EventsAsync(somebodyElse));
    }

    [TestMethod]
    public async Task A_notice_reaches_every_open_session_of_the_user()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync(Bodies.Proof(email: "ann@example.com"));
        var verification = await shop.VerifyAsync(session);

        using var answer = await shop.NoticeAsync("/webhooks/kyc", shop.Settings.Kyc.NoticeSecrets,
            new { type = "kyc.updated", data = new { verification_id = verification, status = "verified" } });

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        using var now = await shop.PageAsync(session, HttpMethod.Get);
        Assert.AreEqual("verified", (await Shop.ReadAsync(now, HttpStatusCode.OK)).GetProperty("kyc_status").GetString());
        CollectionAssert.AreEqual(new[] { "session.created", "kyc.updated" }, await shop.EventsAsync(session));
    }

    [TestMethod]
    public async Task A_user_whom_the_partner_did_not_name_gives_an_email()
    {
        await using var shop = await Shop.OpenAsync();
        using var opened = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate().Without("user_email"), "k");
        var session = OpenedSession.Of(await Shop.ReadAsync(opened, HttpStatusCode.Created));

        using var without = await shop.PageAsync(session, HttpMethod.Post, "/kyc");
        using var with = await shop.PageAsync(session, HttpMethod.Post, "/kyc", new { email = "ann+verified@example.com" });
        using var quoted = await shop.PageAsync(session, HttpMethod.Post, "/quote");
        var quote = (await Shop.ReadAsync(quoted, HttpStatusCode.OK)).GetProperty("id").GetString()!;
        using var sell = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote, refund: "0x52908400098527886E0F7030069857D2E4169EE7"));

        var problem = await ProblemBody.ReadAsync(without);
        CollectionAssert.AreEqual(new[] { ("email", "required") }, problem.Errors.ToArray());
        Assert.AreEqual("verified", (await Shop.ReadAsync(with, HttpStatusCode.OK)).GetProperty("status").GetString());
        await Shop.ReadAsync(sell, HttpStatusCode.Created);
    }

    [TestMethod]
    public async Task A_silent_provider_is_a_503()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync(Bodies.Proof(email: "ann@example.com"));
        await shop.ControlAsync("/sandbox/faults", new { provider = "kyc", mode = "503", times = 1 });

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/kyc");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.ServiceUnavailable, "provider_unavailable");
    }
}
