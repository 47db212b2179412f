namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

/// <summary>What real providers do beside being silent, ordered as faults.</summary>
[TestClass]
public sealed class SandboxOddityTests
{
    private const string Address = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf";

    [TestMethod]
    [DataRow("401", 401, "unauthorized")]
    [DataRow("422_balance", 422, "insufficient_balance")]
    public async Task A_call_that_is_turned_away_has_no_effect(string mode, int status, string code)
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PostAsync("/sandbox/faults", new { provider = "payouts", mode });

        var turned = await stage.PayOutAsync("tok_ok");

        Assert.AreEqual((status, code), (turned.Status, turned.Json.GetProperty("code").GetString()));
        Assert.IsEmpty(await stage.ListAsync("payouts"));
        Assert.AreEqual(202, (await stage.PayOutAsync("tok_ok")).Status);
    }

    [TestMethod]
    [DataRow("ERC20")]
    [DataRow("BASE", DisplayName = "One that the app serves without the sandbox's custodian")]
    public async Task An_address_of_any_network_is_screened(string network)
    {
        await using var stage = await SandboxStage.StartAsync();

        var screened = await stage.PostAsync("/screenings", new { address = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8", network, direction = "out" }, "key-1");

        Assert.AreEqual((200, "low"), (screened.Status, screened["risk"]));
    }

    [TestMethod]
    public async Task A_refused_payout_names_itself_and_why()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PostAsync("/sandbox/faults", new { provider = "payouts", mode = "422_refused", call = "POST /payouts" });

        var refused = await stage.PayOutAsync("tok_ok");

        Assert.AreEqual((422, "card_declined"), (refused.Status, refused.Json.GetProperty("failure_code").GetString()));
        Assert.StartsWith("pay_", refused.Json.GetProperty("payout_id").GetString()!);
        Assert.IsEmpty(await stage.ListAsync("payouts"));
    }

    [TestMethod]
    public async Task What_exists_already_by_the_answer_does_exist()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PostAsync("/sandbox/faults", new { provider = "payouts", mode = "400_duplicate" });

        var duplicate = await stage.PayOutAsync("tok_ok");

        Assert.AreEqual((400, "already_exists"), (duplicate.Status, duplicate.Json.GetProperty("code").GetString()));
        Assert.HasCount(1, await stage.ListAsync("payouts"));
    }

    [TestMethod]
    public async Task What_was_accepted_is_not_found_for_a_while()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PostAsync("/sandbox/faults", new { provider = "payouts", mode = "lagging_404", times = 2 });
        Assert.AreEqual(404, (await stage.GetAsync("/payouts/pay_nobody")).Status);
        await stage.PayOutAsync("tok_ok");
        var id = (await stage.ListAsync("payouts")).Single().GetProperty("payout_id").GetString();

        var statuses = new List<int>();
        for (var n = 0; n < 3; n++)
        {
            statuses.Add((await stage.GetAsync($"/payouts/{id}")).Status);
        }

        CollectionAssert.AreEqual(new[] { 404, 404, 200 }, statuses);
    }

    [TestMethod]
    public async Task A_fault_for_one_call_leaves_the_others_alone()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PostAsync("/sandbox/faults", new { provider = "payouts", mode = "503", call = "GET /payouts/{payout_id}" });

        Assert.AreEqual(200, (await stage.GetAsync("/cards/tok_ok")).Status);
        Assert.AreEqual(503, (await stage.GetAsync("/payouts/pay_1")).Status);
    }

    [TestMethod]
    public async Task A_list_comes_page_by_page_with_one_more_entry_that_cannot_be_read()
    {
        await using var stage = await SandboxStage.StartAsync();
        foreach (var tx in new[] { "a1", "a2" })
        {
            await stage.PostAsync("/sandbox/deposits", new { network = "TRC20", address = Address, amount = "5", tx_hash = tx });
        }

        await stage.PostAsync("/sandbox/faults", new { provider = "custodian", mode = "paged" });
        await stage.PostAsync("/sandbox/faults", new { provider = "custodian", mode = "unreadable_entry" });

        var first = (await stage.GetAsync($"/deposits?address={Address}")).Json;
        var rest = (await stage.GetAsync($"/deposits?address={Address}&cursor={first.GetProperty("next_cursor").GetString()}")).Json;

        Assert.AreEqual((1, 2), (first.GetProperty("data").GetArrayLength(), rest.GetProperty("data").GetArrayLength()));
        Assert.AreEqual("a lot", rest.GetProperty("data")[1].GetProperty("amount").GetString());
    }

    [TestMethod]
    public async Task A_page_of_a_firewall_is_no_json()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PostAsync("/sandbox/faults", new { provider = "custodian", mode = "html" });

        var page = await stage.GetAsync($"/deposits?address={Address}");

        Assert.AreEqual(403, page.Status);
        Assert.StartsWith("<!doctype html>", page.Text);
    }

    [TestMethod]
    public async Task An_address_can_be_handed_out_again()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PostAsync("/sandbox/addresses", new { next = Address });

        var again = await stage.PostAsync("/addresses", new { sell_id = "sell_1", asset = "USDT", network = "TRC20" });
        var other = await stage.PostAsync("/addresses", new { sell_id = "sell_2", asset = "USDT", network = "TRC20" });

        Assert.AreEqual(Address, again.Json.GetProperty("address").GetString());
        Assert.AreNotEqual(Address, other.Json.GetProperty("address").GetString());
    }
}
