using System.Net;
using System.Text.Json;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>What the console asks beside sells: who one is, which partners and providers there are, and who did what.</summary>
[TestClass]
public sealed class ConsoleApiTests
{
    [TestMethod]
    [DataRow(Shop.OperatorKey, "on", "local operator True")]
    [DataRow(Shop.ApproverKey, "off", "local-approver approver False")]
    public async Task Whoever_asks_is_told_who_he_is_and_whether_a_second_is_needed(string key, string approvals, string expected)
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", approvals));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ops/api/me");
        request.Headers.Add("X-Operator-Key", key);

        using var answer = await shop.Client.SendAsync(request);

        var me = await Shop.ReadAsync(answer, HttpStatusCode.OK);
        Assert.AreEqual(expected, $"{me.Text("name")} {me.Text("role")} {me.GetProperty("approvals_needed").GetBoolean()}");
    }

    [TestMethod]
    public async Task Partners_are_listed_newest_first_without_their_tokens()
    {
        await using var shop = await Shop.OpenAsync();
        var token = await shop.AddPartnerAsync(enabled: true);

        var list = await shop.ReadAsOperatorAsync("/ops/api/partners");

        CollectionAssert.AreEqual(new[] { "Another shop", "Demo shop" }, list.GetProperty("data").EnumerateArray().Select(partner => partner.Text("name")).ToArray());
        Assert.DoesNotContain(token, list.ToString());
    }

    [TestMethod]
    public async Task A_provider_that_refuses_us_is_listed_as_paused_since_then()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ControlAsync("/sandbox/faults", new { provider = "custodian", mode = "401", times = 1 });
        var session = await shop.OpenSessionAsync();
        using var refused = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session)));

        var list = (await shop.ReadAsOperatorAsync("/ops/api/providers")).GetProperty("data").EnumerateArray().ToDictionary(one => one.Text("name")!);

        Assert.AreEqual(shop.Clock.GetUtcNow(), list["custodian"].GetProperty("paused_since").GetDateTimeOffset());
        Assert.IsTrue(list["custodian"].GetProperty("needed_by_sells").GetBoolean());
        Assert.AreEqual(JsonValueKind.Null, list["payouts"].GetProperty("paused_since").ValueKind);
    }

    [TestMethod]
    public async Task A_sell_is_found_by_the_e_mail_address_of_its_user_in_any_case()
    {
        await using var shop = await Shop.OpenAsync();
        var proof = await shop.SellAsync(Bodies.Proof("user-1").With("user_email", "Ada+verified@Example.com"));

        var found = await shop.ReadAsOperatorAsync("/ops/api/find?email=ada%2Bverified%40example.COM");
        var other = await shop.ReadAsOperatorAsync("/ops/api/find?email=eve%40example.com");

        CollectionAssert.AreEqual(new[] { proof.SellId }, found.GetProperty("data").EnumerateArray().Select(one => one.GetProperty("sell").Text("id")).ToArray());
        Assert.AreEqual(0, other.GetProperty("data").GetArrayLength());
    }

    [TestMethod]
    public async Task The_audit_of_one_sell_is_its_own()
    {
        await using var shop = await Shop.OpenAsync();
        var (one, other) = (await shop.SellAsync(), await shop.SellAsync(Bodies.Proof("user-2")));
        foreach (var session in new[] { one, other })
        {
            using var held = await shop.OperatorAsync(session, new() { ["action"] = "hold" });
            Assert.AreEqual(HttpStatusCode.OK, held.StatusCode);
        }

        var audit = await shop.ReadAsOperatorAsync($"/ops/api/audit?subject={one.SellId}");

        CollectionAssert.AreEqual(new[] { one.SellId }, audit.GetProperty("data").EnumerateArray().Select(entry => entry.Text("subject")).ToArray());
    }

    [TestMethod]
    public async Task A_sell_says_what_is_held_and_since_when()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync(card: "tok_declined");
        var before = await shop.ReadAsOperatorAsync($"/ops/api/sells/{session.SellId}");
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        var came = shop.Clock.GetUtcNow();
        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        await shop.PassAsync(session);

        var waiting = (await shop.ReadAsOperatorAsync("/ops/api/sells?queue=action_required")).GetProperty("data")[0];

        Assert.AreEqual(("0", JsonValueKind.Null), (before.Text("held"), before.GetProperty("money_since").ValueKind));
        Assert.AreEqual(("250", came), (waiting.Text("held"), waiting.GetProperty("money_since").GetDateTimeOffset()));
    }

    [TestMethod]
    public async Task Whoever_is_to_agree_is_told_what_exactly()
    {
        const string elsewhere = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf";
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        var session = await shop.PayInAsync("tok_declined");

        using var answer = await shop.OperatorAsync(session, new() { ["action"] = "refund", ["refund_address"] = elsewhere });
        var asked = (await Shop.ReadAsync(answer, HttpStatusCode.Accepted)).GetProperty("approval");

        Assert.AreEqual(elsewhere, asked.GetProperty("details").Text("refund_address"));
        Assert.AreEqual(JsonValueKind.Null, asked.GetProperty("details").GetProperty("card").ValueKind);
    }
}
