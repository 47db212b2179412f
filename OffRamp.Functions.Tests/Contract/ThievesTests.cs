using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>What somebody would try who knows the contract and the sandbox, as it was tried on the running product; see docs/threats.md.</summary>
[TestClass]
public sealed class ThievesTests
{
    private const string Own = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
    private const string Elsewhere = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf";

    [TestMethod]
    public async Task Two_quotes_sold_on_at_one_moment_many_times_make_one_sell()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        string[] quotes = [await shop.QuoteAsync(session), await shop.QuoteAsync(session, "100")];

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quotes[number % 2]))));

        var sold = await Task.WhenAll(answers.Where(answer => answer.StatusCode == HttpStatusCode.Created).Select(answer => Shop.ReadAsync(answer, HttpStatusCode.Created)));
        Assert.HasCount(1, sold.Select(sell => sell.GetProperty("quote").Text("fiat_amount")).Distinct().ToList());
        Assert.IsTrue(answers.All(answer => answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable));
    }

    [TestMethod]
    public async Task A_new_card_and_the_wish_for_the_crypto_at_one_moment_are_one_of_the_two()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await DeclinedAsync(shop);

        await Task.WhenAll(
            GiveAsync(shop, session, new { card_token = "tok_ok" }), GiveAsync(shop, session, new { refund = true }), GiveAsync(shop, session, new { card_token = "tok_ok" }));
        await shop.PassAsync(session);

        Assert.AreEqual(1, await LeftAsync(shop, session));
    }

    [TestMethod]
    public async Task Another_address_given_five_times_at_one_moment_gets_the_crypto_once()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ControlAsync("/sandbox/refund_failures", new { address = Own });
        var session = await DeclinedAsync(shop);
        await GiveAsync(shop, session, new { refund = true });
        await shop.PassAsync(session);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => GiveAsync(shop, session, new { refund_address = Elsewhere })));
        await shop.PassAsync(session);
        using var late = await shop.PageAsync(session, HttpMethod.Post, "/payout_details", new { refund_address = Own });

        Assert.AreEqual(1, await LeftAsync(shop, session));
        await ProblemBody.ExpectAsync(late, HttpStatusCode.Conflict, "no_action_required");
    }

    [TestMethod]
    public async Task A_secret_that_was_shown_is_shown_nowhere_again()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var endpoint = await SetEndpointAsync(shop);
        await shop.DeliverAsync(session);

        var read = new Dictionary<string, JsonElement>();
        foreach (var path in new[]
        {
            $"/v1/sessions/{session.Id}", "/v1/sessions", "/v1/events", "/v1/sells", $"/widget/transactions/{session.Id}", "/v1/webhook_endpoint", "/v1/webhook_deliveries",
        })
        {
            using var answer = await shop.PartnerAsync(HttpMethod.Get, path);
            read[path] = await Shop.ReadAsync(answer, HttpStatusCode.OK);
        }

        foreach (var path in new[] { "/ops/api/audit", $"/ops/api/find?reference={session.Id}" })
        {
            read[path] = await shop.ReadAsOperatorAsync(path);
        }

        Assert.IsNotEmpty(read["/v1/events"].GetProperty("data").EnumerateArray());
        Assert.StartsWith("cs_a_", session.Secret);
        Assert.StartsWith("whsec_", endpoint.Text("secret"));
        foreach (var secret in new[] { "cs_a_", Shop.Token, "tok_ok", "whsec_" })
        {
            Assert.DoesNotContain(secret, string.Concat(read.Values.Select(shown => shown.GetRawText())));
        }
    }

    [TestMethod]
    public async Task Nobody_names_the_host_of_the_sell_page()
    {
        await using var shop = await Shop.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/widget/session") { Content = JsonContent.Create(Bodies.Proof()) };
        request.Headers.Authorization = new("Bearer", Shop.Token);
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("Forwarded", "host=evil.example");

        using var answer = await shop.Client.SendAsync(request);

        Assert.DoesNotContain("evil", (await Shop.ReadAsync(answer, HttpStatusCode.Created)).GetRawText());
    }

    [TestMethod]
    public async Task An_operator_counts_no_transfer_of_another_sell()
    {
        await using var shop = await Shop.OpenAsync();
        var (poor, rich) = (await shop.SellAsync(Bodies.Proof("poor")), await shop.SellAsync(Bodies.Proof("rich")));
        var hash = await shop.DepositAsync(rich, "250");

        using var answer = await shop.OperatorAsync(poor, new JsonObject { ["action"] = "match_deposit", ["tx_hash"] = hash, ["log_index"] = 0 });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "action_not_possible");
        Assert.AreEqual(0, (await shop.ReadSellAsync(poor)).GetProperty("deposits").GetArrayLength());
    }

    [TestMethod]
    public async Task Nor_sends_anything_to_an_address_that_is_another_sells()
    {
        await using var shop = await Shop.OpenAsync();
        var (poor, rich) = (await shop.SellAsync(Bodies.Proof("poor")), await shop.SellAsync(Bodies.Proof("rich")));
        await shop.DepositAsync(rich, "250");
        var address = (await shop.ReadSellAsync(poor)).GetProperty("deposit").Text("address");

        using var answer = await shop.OperatorAsync(rich, new JsonObject { ["action"] = "refund", ["refund_address"] = address });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "invalid_refund_address");
    }

    private static async Task<JsonElement> SetEndpointAsync(Shop shop)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Put, "/v1/webhook_endpoint", new { url = "http://127.0.0.1:1/nobody" });
        return await Shop.ReadAsync(answer, HttpStatusCode.Created);
    }

    private static async Task GiveAsync(Shop shop, OpenedSession session, object body)
    {
        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/payout_details", body);
    }

    private static async Task<OpenedSession> DeclinedAsync(Shop shop)
    {
        var session = await shop.PayInAsync("tok_declined");
        Assert.AreEqual("action_required", (await shop.ReadSellAsync(session)).Text("phase"));
        return session;
    }

    /// <summary>How often the sell's worth has left, as fiat or as crypto.</summary>
    private static async Task<int> LeftAsync(Shop shop, OpenedSession session)
    {
        var sell = await shop.ReadSellAsync(session);
        return sell.GetProperty("payouts").EnumerateArray().Count(payout => payout.Text("status") is "submitted" or "settled")
            + sell.GetProperty("refunds").EnumerateArray().Count(refund => refund.Text("status") is "pending" or "sent");
    }
}
