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
    public async Task A_typed_email_of_somebody_who_is_verified_verifies_nobody()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync(await shop.OpenSessionAsync(Bodies.Gate().Without("partner_user_id").With("user_email", "victim@example.com"), gate: true));
        var stranger = await shop.OpenSessionAsync(Bodies.Gate("order-2").Without("user_email"), gate: true);

        using var typed = await shop.PageAsync(stranger, HttpMethod.Post, "/kyc", new { email = "victim@example.com" });
        using var read = await shop.PageAsync(stranger, HttpMethod.Get);

        Assert.AreEqual("not_started", (await Shop.ReadAsync(typed, HttpStatusCode.OK)).GetProperty("status").GetString());
        Assert.AreEqual("victim@example.com", (await Shop.ReadAsync(read, HttpStatusCode.OK)).GetProperty("user_email").GetString());
    }

    [TestMethod]
    public async Task A_typed_email_does_not_take_the_place_of_a_named_user()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync(await shop.OpenSessionAsync(Bodies.Gate().With("user_email", "victim@example.com"), gate: true));
        var named = await shop.OpenSessionAsync(Bodies.Gate("order-2").Without("user_email").With("partner_user_id", "mallory"), gate: true);

        using var typed = await shop.PageAsync(named, HttpMethod.Post, "/kyc", new { email = "victim@example.com" });

        Assert.AreEqual("not_started", (await Shop.ReadAsync(typed, HttpStatusCode.OK)).GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task Two_users_of_one_email_are_two_users()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync(await shop.OpenSessionAsync(Bodies.Proof(user: "victim", email: "victim@example.com")));

        var other = await shop.OpenSessionAsync(Bodies.Proof(user: "mallory", email: "victim@example.com"));

        Assert.AreEqual("not_started", other.Json.GetProperty("kyc_status").GetString());
    }

    [TestMethod]
    public async Task Whoever_types_ever_another_email_goes_on_with_the_one_verification()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync(Bodies.Gate().Without("user_email"), gate: true);

        var urls = new HashSet<string?>();
        foreach (var email in new[] { "ann@example.com", "bob@example.com", "eve@example.com" })
        {
            using var answer = await shop.PageAsync(session, HttpMethod.Post, "/kyc", new { email });
            urls.Add((await Shop.ReadAsync(answer, HttpStatusCode.OK)).GetProperty("verification_url").GetString());
        }

        Assert.HasCount(1, urls);
    }

    [TestMethod]
    [DataRow(null, "victim@example.com", "victim@example.com", null)]
    [DataRow("victim", "victim@example.com", "victim/victim@example.com", null)]
    [DataRow(null, "a/b@example.com", "a", "b@example.com")]
    public async Task Nobody_is_verified_by_a_name_that_reads_like_anothers(string? user, string? email, string? otherUser, string? otherEmail)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync(await shop.OpenSessionAsync(Bodies.Gate().With("partner_user_id", user).With("user_email", email), gate: true));

        var other = await shop.OpenSessionAsync(Bodies.Gate("order-2").With("partner_user_id", otherUser).With("user_email", otherEmail), gate: true);

        Assert.AreEqual("not_started", other.Json.GetProperty("kyc_status").GetString());
    }

    [TestMethod]
    public async Task An_address_that_reads_like_anothers_in_lower_case_is_another()
    {
        const string SignForKelvin = "\u212A";
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync(await shop.OpenSessionAsync(Bodies.Gate().With("user_email", "kim@example.com"), gate: true));
        var known = await shop.OpenSessionAsync(Bodies.Gate("order-2").With("user_email", "KIM@example.com"), gate: true);

        var other = await shop.OpenSessionAsync(Bodies.Gate("order-3").With("user_email", SignForKelvin + "im@example.com"), gate: true);

        Assert.AreEqual(("verified", "not_started"), (known.Json.Text("kyc_status"), other.Json.Text("kyc_status")));
    }

    [TestMethod]
    public async Task Who_sells_as_nobody_twice_is_two_users_and_one_person_with_one_limit()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ChangePartnerAsync(new { limits = new { per_user_day = "300" } });
        var first = await PersonAsync(shop, "order-1");
        var second = await PersonAsync(shop, "order-2");

        using var sold = await SellAsync(shop, first);
        using var refused = await SellAsync(shop, second);
        using var cancelled = await shop.PageAsync(first, HttpMethod.Post, "/cancel");
        await shop.WalkAsync(first);
        using var then = await SellAsync(shop, second);

        Assert.AreEqual(HttpStatusCode.Created, sold.StatusCode, await sold.Content.ReadAsStringAsync());
        await ProblemBody.ExpectAsync(refused, HttpStatusCode.UnprocessableEntity, "limit_exceeded");
        Assert.AreEqual(HttpStatusCode.Created, then.StatusCode, await then.Content.ReadAsStringAsync());
    }

    /// <summary>An anonymous session whose user the provider has verified, and knows as the same person each time.</summary>
    private static async Task<OpenedSession> PersonAsync(Shop shop, string reference)
    {
        var session = await shop.OpenSessionAsync(Bodies.Gate(reference).Without("user_email").Without("amount"), gate: true);
        using var started = await shop.PageAsync(session, HttpMethod.Post, "/kyc", new { email = "ann@example.com" });
        var url = (await Shop.ReadAsync(started, HttpStatusCode.OK)).GetProperty("verification_url").GetString()!;
        await shop.ControlAsync($"/sandbox/verifications/{url[(url.LastIndexOf('/') + 1)..]}", new { status = "verified", subject = "person-1" });
        return session;
    }

    private static async Task<HttpResponseMessage> SellAsync(Shop shop, OpenedSession session) => await shop.PageAsync(
        session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session), refund: "0x52908400098527886E0F7030069857D2E4169EE7"));

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
