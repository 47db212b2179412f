namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

[TestClass]
public sealed class SandboxDepositTests
{
    private static readonly object Minimal = new { network = "TRC20", address = "TAddress", amount = "100.5" };

    [TestMethod]
    public async Task A_deposit_is_seen_and_then_confirmed()
    {
        await using var stage = await SandboxStage.StartAsync();

        var made = await stage.PostAsync("/sandbox/deposits", Minimal);
        var seen = await stage.Receiver.NextAsync();
        var confirmed = await stage.Receiver.NextAsync();

        Assert.AreEqual(200, made.Status);
        Assert.MatchesRegex("^[0-9a-f]{64}$", made["tx_hash"]!);
        Assert.AreEqual(0, made.Json.GetProperty("log_index").GetInt32());
        Assert.IsTrue(seen.IsSignedRight && confirmed.IsSignedRight);
        Assert.AreEqual(("deposits", "deposit.seen", "0"), (seen.Kind, seen.Type, seen["confirmations"]));
        Assert.AreEqual(("deposit.confirmed", "20"), (confirmed.Type, confirmed["confirmations"]));
        Assert.AreNotEqual(seen.Id, confirmed.Id);
        Assert.AreEqual(
            ("TRC20", "USDT", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TAddress", "null", "100.5", made["tx_hash"], "0", "2030-01-01T12:00:00Z", "low"),
            (seen["network"], seen["asset"], seen["contract_address"], seen["address"], seen["memo"], seen["amount"], seen["tx_hash"],
                seen["log_index"], seen["seen_at"], seen["risk"]));
    }

    [TestMethod]
    [DataRow("seen", "deposit.seen", "")]
    [DataRow("confirmed", "deposit.seen", "deposit.confirmed")]
    [DataRow("dropped", "deposit.seen", "deposit.dropped")]
    public async Task The_story_stops_where_it_is_told_to(string stopAt, string first, string second)
    {
        await using var stage = await SandboxStage.StartAsync();

        await stage.PostAsync("/sandbox/deposits", new { network = "TRC20", address = "TAddress", amount = "1", stop_at = stopAt });
        await stage.BeQuietAsync();
        var told = new List<string>();
        while (stage.Receiver.Waiting > 0)
        {
            told.Add((await stage.Receiver.NextAsync()).Type);
        }

        var listed = await stage.GetAsync("/deposits?address=TAddress");

        CollectionAssert.AreEqual(second.Length == 0 ? new[] { first } : [first, second], told);
        Assert.AreEqual(stopAt, listed.Json.GetProperty("data")[0].GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task A_known_transfer_keeps_its_first_seen_at_however_its_hash_is_written()
    {
        await using var stage = await SandboxStage.StartAsync();
        var deposit = new { network = "ERC20", address = "0xAbC", amount = "1", tx_hash = "0xAA11", log_index = 3, seen_at = "2030-01-01T11:00:00+01:00", stop_at = "seen" };

        await stage.PostAsync("/sandbox/deposits", deposit);
        await stage.PostAsync("/sandbox/deposits", deposit with { tx_hash = "aa11", seen_at = "2030-01-01T11:30:00Z", stop_at = "confirmed" });
        var later = await stage.PostAsync("/sandbox/deposits", deposit with { log_index = 4, seen_at = "2030-01-01T11:30:00Z" });
        var listed = await stage.GetAsync("/deposits?address=0xabc");
        var data = listed.Json.GetProperty("data");

        Assert.AreEqual(4, later.Json.GetProperty("log_index").GetInt32());
        Assert.AreEqual(2, data.GetArrayLength());
        Assert.AreEqual("2030-01-01T10:00:00Z", data[0].GetProperty("seen_at").GetString());
        Assert.AreEqual("confirmed", data[0].GetProperty("status").GetString());
        Assert.AreEqual(20, data[0].GetProperty("confirmations").GetInt32());
        Assert.AreEqual("2030-01-01T11:30:00Z", data[1].GetProperty("seen_at").GetString());
        Assert.AreEqual(0, data[1].GetProperty("confirmations").GetInt32());
    }

    [TestMethod]
    public async Task A_confirmed_deposit_can_be_dropped_but_is_not_merely_seen_again()
    {
        await using var stage = await SandboxStage.StartAsync();
        var deposit = new { network = "TRC20", address = "TAddress", amount = "1", tx_hash = "aa", stop_at = "confirmed" };
        async Task<string?> StatusAsync() => (await stage.ListAsync("deposits"))[0].GetProperty("status").GetString();

        await stage.PostAsync("/sandbox/deposits", deposit);
        await stage.PostAsync("/sandbox/deposits", deposit with { stop_at = "seen" });
        var afterSeen = await StatusAsync();
        await stage.PostAsync("/sandbox/deposits", deposit with { stop_at = "dropped" });
        var afterDropped = await StatusAsync();

        Assert.AreEqual(("confirmed", "dropped"), (afterSeen, afterDropped));
    }

    [TestMethod]
    public async Task A_repeated_deposit_is_told_of_again_under_other_ids()
    {
        await using var stage = await SandboxStage.StartAsync();

        await stage.PostAsync("/sandbox/deposits", new { network = "TRC20", address = "TAddress", amount = "1", repeat = 2 });
        var told = new List<(string Type, string Id)>();
        for (var n = 0; n < 6; n++)
        {
            told.Add(await stage.Receiver.NextAsync() is var notice ? (notice.Type, notice.Id) : default);
        }

        await stage.BeQuietAsync();
        var deposits = await stage.ListAsync("deposits");

        Assert.HasCount(3, told.Where(notice => notice.Type == "deposit.seen"));
        Assert.HasCount(3, told.Where(notice => notice.Type == "deposit.confirmed"));
        Assert.HasCount(6, told.Select(notice => notice.Id).Distinct());
        Assert.HasCount(1, deposits);
        Assert.AreEqual(0, stage.Receiver.Waiting);
    }

    [TestMethod]
    [DataRow("USDT", "ERC20", "0xdAC17F958D2ee523a2206206994597C13D831ec7")]
    [DataRow("USDC", "ERC20", "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48")]
    [DataRow("USDT", "TRC20", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    public async Task The_contract_is_the_assets_own_unless_it_is_given(string asset, string network, string contract)
    {
        await using var stage = await SandboxStage.StartAsync();

        await stage.PostAsync("/sandbox/deposits", new { network, asset, address = "somewhere", amount = "0", stop_at = "seen" });
        var own = await stage.Receiver.NextAsync();
        await stage.PostAsync("/sandbox/deposits", new { network, asset, address = "somewhere", amount = "1", contract_address = "another", stop_at = "seen", risk = "high" });
        var given = await stage.Receiver.NextAsync();

        Assert.AreEqual((contract, "0", "low"), (own["contract_address"], own["amount"], own["risk"]));
        Assert.AreEqual(("another", "1", "high"), (given["contract_address"], given["amount"], given["risk"]));
    }

    [TestMethod]
    public async Task An_address_without_deposits_has_an_empty_list()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PostAsync("/sandbox/deposits", Minimal);

        var nothing = await stage.GetAsync("/deposits?address=TOther");
        var otherCase = await stage.GetAsync("/deposits?address=taddress");
        var unsaid = await stage.GetAsync("/deposits");

        Assert.AreEqual((200, 0), (nothing.Status, nothing.Json.GetProperty("data").GetArrayLength()));
        Assert.AreEqual(0, otherCase.Json.GetProperty("data").GetArrayLength());
        Assert.AreEqual((422, "required"), (unsaid.Status, unsaid["code"]));
    }
}
