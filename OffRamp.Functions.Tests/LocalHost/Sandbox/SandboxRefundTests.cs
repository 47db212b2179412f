namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

[TestClass]
public sealed class SandboxRefundTests
{
    private static readonly Refund Asked = new("ref_1", "USDT", "TRC20", "TBack", "99.5");

    [TestMethod]
    public async Task A_refund_is_pending_for_a_second_and_then_sent()
    {
        await using var stage = await SandboxStage.StartAsync();

        var first = await stage.PostAsync("/refunds", Asked, "key-1");
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        var asked = await stage.GetAsync("/refunds/ref_1");
        var again = await stage.PostAsync("/refunds", Asked, "key-1");
        var listed = await stage.ListAsync("refunds");

        Assert.AreEqual((200, "pending", "0"), (first.Status, first["status"], first["fee"]));
        Assert.IsNull(first["tx_hash"]);
        Assert.AreEqual("sent", asked["status"]);
        Assert.MatchesRegex("^[0-9a-f]{64}$", asked["tx_hash"]!);
        Assert.AreEqual((first.Text, true), (again.Text, again.IsReplay));
        Assert.HasCount(1, listed);
        Assert.AreEqual(("ref_1", "99.5", "USDT", "sent"), (listed[0].GetProperty("refund_id").GetString(),
            listed[0].GetProperty("amount").GetString(), listed[0].GetProperty("asset").GetString(), listed[0].GetProperty("status").GetString()));
    }

    [TestMethod]
    public async Task A_refund_to_a_listed_address_fails_and_to_another_is_sent()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PostAsync("/sandbox/refund_failures", new { address = "TBack" });

        await stage.PostAsync("/refunds", Asked, "key-1");
        await stage.PostAsync("/refunds", Asked with { refund_id = "ref_2", address = "TElsewhere" }, "key-2");
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        var failed = await stage.GetAsync("/refunds/ref_1");
        var sent = await stage.GetAsync("/refunds/ref_2");

        Assert.AreEqual(("failed", "sent"), (failed["status"], sent["status"]));
        Assert.IsNull(failed["tx_hash"]);
    }

    [TestMethod]
    public async Task A_refund_id_stands_for_one_refund()
    {
        await using var stage = await SandboxStage.StartAsync();

        await stage.PostAsync("/refunds", Asked, "key-1");
        var same = await stage.PostAsync("/refunds", Asked, "key-2");
        var another = await stage.PostAsync("/refunds", Asked with { amount = "1" }, "key-3");
        var unknown = await stage.GetAsync("/refunds/ref_2");
        var listed = await stage.ListAsync("refunds");

        Assert.AreEqual((200, 409, 404), (same.Status, another.Status, unknown.Status));
        Assert.HasCount(1, listed);
    }

    private sealed record Refund(string refund_id, string asset, string network, string address, string amount);
}
