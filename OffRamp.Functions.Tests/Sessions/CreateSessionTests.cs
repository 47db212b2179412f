using System.Net;
using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sessions;

[TestClass]
public sealed class CreateSessionTests
{
    [TestMethod]
    public async Task Proofs_shape_opens_a_session_with_a_secret_and_a_link()
    {
        await using var shop = await Shop.OpenAsync();

        var session = await shop.OpenSessionAsync(Bodies.Proof().With("redirect_url", "https://shop.example/r").With("crypto_amount", "250.5"));

        Golden.Check(session.Json, """
            {"id":"ses_*","object":"session","livemode":false,"type":"sell","flow":"off_ramp","status":"open",
             "partner_user_id":"user-123","user_reference":null,"user_email":"ann+verified@example.com",
             "currency":"USDT","network":"TRC20","fiat_currency":"EUR","fiat_amount":null,"crypto_amount":"250.5",
             "return_url":"https://shop.example/r","cancel_url":"https://shop.example/r","metadata":null,"country":null,"support":null,
             "merchant_transaction_id":"sell_*","kyc_status":"verified","sell":null,"created_at":"2030-01-01T12:00:00Z","expires_at":"2030-01-01T12:30:00Z",
             "client_secret":"cs_*","widget_url":"http://127.0.0.1:7071/sell/ses_*#cs_*"}
            """);
        Assert.AreEqual($"http://127.0.0.1:7071/sell/{session.Id}#{session.Secret}", session.Json.GetProperty("widget_url").GetString());
    }

    [TestMethod]
    public async Task The_request_as_the_source_prints_it_opens_a_session()
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Post, "/widget/session", JsonNode.Parse("""
            {
                "partner_user_id": "user-123",
                "user_email": "user@example.com",
                "currency": "USDT",
                "network": "TRC20",
                "fiat_currency": "EUR",
                "type": "sell"
            }
            """));

        Assert.AreEqual("not_started", (await Shop.ReadAsync(answer, HttpStatusCode.Created)).GetProperty("kyc_status").GetString());
    }

    [TestMethod]
    public async Task Proofs_shape_names_the_transaction_that_is_polled_later()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();

        using var polled = await shop.PartnerAsync(HttpMethod.Get, $"/widget/transactions/{session.Json.GetProperty("merchant_transaction_id").GetString()}");

        Assert.AreEqual(session.SellId, (await Shop.ReadAsync(polled, HttpStatusCode.OK)).GetProperty("merchant_transaction_id").GetString());
    }

    [TestMethod]
    public async Task Gates_shape_opens_a_session_too()
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate(), "key-1");

        Golden.Check(await Shop.ReadAsync(answer, HttpStatusCode.Created), """
            {"id":"ses_*","object":"session","livemode":false,"type":"sell","flow":"off_ramp","status":"open",
             "partner_user_id":null,"user_reference":"order-1","user_email":"ann+verified@example.com",
             "currency":"USDC","network":"ERC20","fiat_currency":"EUR","fiat_amount":"100.00","crypto_amount":null,
             "return_url":"https://shop.example/done","cancel_url":"https://shop.example/back","metadata":{"cart":"7"},"country":null,"support":null,
             "kyc_status":"verified","sell":null,"created_at":"2030-01-01T12:00:00Z","expires_at":"2030-01-01T12:30:00Z",
             "client_secret":"cs_*","widget_url":"http://127.0.0.1:7071/sell/ses_*#cs_*"}
            """);
    }

    [TestMethod]
    public async Task The_same_key_opens_one_session_and_shows_its_secret_again()
    {
        await using var shop = await Shop.OpenAsync();

        using var first = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate(), "key-1");
        using var again = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate(), "key-1");

        Assert.AreEqual(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.AreEqual("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        using var list = await shop.PartnerAsync(HttpMethod.Get, "/v1/sessions");
        Assert.AreEqual(1, (await Shop.ReadAsync(list, HttpStatusCode.OK)).GetProperty("data").GetArrayLength());
    }

    [TestMethod]
    public async Task Gates_shape_needs_a_key()
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate());

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.BadRequest, "idempotency_key_required");
    }

    [TestMethod]
    public async Task Every_problem_of_a_body_is_named_at_once()
    {
        await using var shop = await Shop.OpenAsync();

        using var proof = await shop.PartnerAsync(HttpMethod.Post, "/widget/session", new JsonObject
        {
            ["type"] = "buy",
            ["user_email"] = "nobody",
            ["currency"] = "BTC",
            ["network"] = "SOL",
            ["fiat_currency"] = "GBP",
            ["fiat_amount"] = "1.005",
            ["redirect_url"] = "http://shop.example",
            ["metadata"] = new JsonObject { ["k"] = 1 },
        });
        using var gate = await shop.PartnerAsync(
            HttpMethod.Post, "/v1/sessions", new JsonObject { ["flow"] = "on_ramp", ["target_token"] = "USDC", ["target_network"] = "TRON" }, "k");

        CollectionAssert.AreEquivalent(
            new[]
            {
                ("type", "type_not_supported"), ("partner_user_id", "required"), ("user_email", "invalid_email"),
                ("currency", "not_supported"), ("network", "not_supported"), ("fiat_currency", "fiat_not_supported"),
                ("redirect_url", "invalid_url"), ("metadata.k", "invalid_type"),
            },
            (await ProblemBody.ReadAsync(proof)).Errors.ToArray());
        CollectionAssert.AreEquivalent(
            new[] { ("flow", "flow_not_supported"), ("currency", "required"), ("target_network", "not_supported"), ("user_reference", "required") },
            (await ProblemBody.ReadAsync(gate)).Errors.ToArray());
    }

    [TestMethod]
    [DataRow("type", "\"buy\"", "type_not_supported")]
    [DataRow("fiat_currency", "\"GBP\"", "fiat_not_supported")]
    [DataRow("fiat_currency", "\"gbp\"", "fiat_not_supported")]
    [DataRow("currency", "\"USDC\"", "not_supported")]
    [DataRow("crypto_amount", "\"9.99\"", "out_of_range")]
    [DataRow("crypto_amount", "\"10000.000001\"", "limit_exceeded")]
    [DataRow("crypto_amount", "\"-250\"", "invalid_amount")]
    [DataRow("crypto_amount", "250", "invalid_type")]
    [DataRow("fiat_amount", "\"0\"", "out_of_range")]
    [DataRow("user_email", "\"a@b@c.example\"", "invalid_email")]
    [DataRow("partner_user_id", "\"\"", "too_short")]
    public async Task One_problem_gives_the_answer_its_code(string field, string value, string code)
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Post, "/widget/session", Bodies.Proof().With(field, JsonNode.Parse(value)));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, code);
    }

    [TestMethod]
    public async Task Two_amounts_are_one_too_many()
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(
            HttpMethod.Post, "/widget/session", Bodies.Proof().With("crypto_amount", "100").With("fiat_amount", "100"));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "ambiguous_amount");
    }

    [TestMethod]
    [DataRow("ann+verified@example.com", "verified", 30)]
    [DataRow("ann+pending@example.com", "pending", 24 * 60)]
    [DataRow("ann+rejected@example.com", "rejected", 30)]
    [DataRow("ann@example.com", "not_started", 30)]
    public async Task A_session_knows_its_users_verification_from_the_start(string email, string status, int minutes)
    {
        await using var shop = await Shop.OpenAsync();

        var session = await shop.OpenSessionAsync(Bodies.Proof(email: email));

        Assert.AreEqual(status, session.Json.GetProperty("kyc_status").GetString());
        Assert.AreEqual(shop.Clock.GetUtcNow().AddMinutes(minutes), session.Json.GetProperty("expires_at").GetDateTimeOffset());
    }

    [TestMethod]
    public async Task A_silent_kyc_provider_keeps_no_session_from_opening()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ControlAsync("/sandbox/faults", new { provider = "kyc", mode = "refuse", times = 5 });

        var session = await shop.OpenSessionAsync();

        Assert.AreEqual("not_started", session.Json.GetProperty("kyc_status").GetString());
    }

    [TestMethod]
    public async Task Without_a_user_or_an_email_nobody_is_asked()
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate().Without("user_email"), "k");

        Assert.AreEqual("not_started", (await Shop.ReadAsync(answer, HttpStatusCode.Created)).GetProperty("kyc_status").GetString());
        Assert.IsEmpty(await shop.CallsAsync());
    }

    [TestMethod]
    public async Task No_key_of_any_row_says_who_the_user_is()
    {
        await using var shop = await Shop.OpenAsync();

        await shop.OpenSessionAsync();

        var keys = new List<string>();
        await foreach (var row in shop.Tables.Store.Table("Index").QueryAllAsync(new(null)))
        {
            keys.Add(row.ToString());
        }

        Assert.IsNotEmpty(keys);
        Assert.IsFalse(keys.Exists(key => key.Contains("user-123") || key.Contains("ann")), string.Join('\n', keys));
    }
}
