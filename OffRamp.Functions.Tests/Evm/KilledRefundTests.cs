namespace OffRamp.Functions.Tests.Evm;

/// <summary>A refund on a real chain, by a real process of the app that dies by SIGKILL at every step of it.</summary>
[TestClass]
public sealed class KilledRefundTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);
    private static readonly TimeSpan AtATime = TimeSpan.FromMinutes(5);

    /// <summary>One refund and six processes: each goes on with what the one before has left in the tables.</summary>
    [TestMethod]
    public async Task The_refund_of_a_failed_payout_arrives_once_although_the_worker_was_killed_before_in_and_after_sending()
    {
        await using var app = await MortalApp.StartAsync();
        var (sell, story, mined) = (await app.SellAsync(), new List<string>(), "");
        app.Watch = async call =>
        {
            // Gas costs something else from block to block: what is signed once more is another transaction.
            var signed = app.Signed > 0 ? "signed" : "nothing signed";
            await app.MineAsync();
            mined = (await app.MinedAsync()).SingleOrDefault() ?? mined;
            story.Add($"{call.Method}: {signed}, {app.Edge.HandedIn.Count} handed in, {await app.NonceAsync()} in a block");
        };

        await app.DieInAsync(
            new("eth_estimateGas"),
            new("eth_signTransaction", IsDone: true),
            new("eth_sendRawTransaction"),
            new("eth_sendRawTransaction", IsDone: true),
            new("eth_getTransactionReceipt", IsDone: true, IsIt: hash => (string?)hash == mined));
        await app.MineToConfirmAsync();
        var shown = await RefundedAsync(app, sell);

        Assert.AreEqual(
            """
            eth_estimateGas: nothing signed, 0 handed in, 0x0 in a block
            eth_signTransaction: signed, 0 handed in, 0x0 in a block
            eth_sendRawTransaction: signed, 1 handed in, 0x0 in a block
            eth_sendRawTransaction: signed, 2 handed in, 0x1 in a block
            eth_getTransactionReceipt: signed, 2 handed in, 0x1 in a block
            """,
            string.Join('\n', story));
        Assert.HasCount(1, app.Edge.HandedIn.Distinct(), "what the network was shown");
        Assert.AreEqual("250000000, 0x1", $"{await app.CoinsOfUserAsync()}, {await app.NonceAsync()}");
        Assert.AreEqual($"refunded: 250 sent {mined[2..]}", shown);
    }

    /// <summary>Lets time pass until it is.</summary>
    private static async Task<string> RefundedAsync(MortalApp app, string sellId)
    {
        for (var passed = TimeSpan.Zero; ; passed += AtATime)
        {
            var sell = await app.ReadAsync(sellId);
            var refunds = sell.GetProperty("refunds").EnumerateArray().Select(refund => $"{refund.GetProperty("amount")} {refund.GetProperty("status")} {refund.GetProperty("tx_hash")}");
            var shown = $"{sell.GetProperty("phase")}: {string.Join(", ", refunds)}";
            if (sell.GetProperty("phase").GetString() == "refunded" || passed >= Longest)
            {
                return shown;
            }

            await app.PassAsync(AtATime);
        }
    }
}
