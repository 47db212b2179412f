using OffRamp.LocalHost.Sandbox;

namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

[TestClass]
public sealed class SandboxRestartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-").FullName;

    private string FactsPath => Path.Combine(_folder, "sandbox.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public async Task Everything_that_was_acknowledged_is_there_after_a_restart()
    {
        await using var stage = await SandboxStage.StartAsync(_folder);
        await stage.PostAsync("/addresses", new { sell_id = "sell_1", asset = "USDT", network = "TRC20" }, "key-1");
        await stage.PostAsync("/sandbox/deposits", new { network = "TRC20", address = "T", amount = "1", tx_hash = "aa" });
        await stage.PostAsync("/refunds", new { refund_id = "ref_1", asset = "USDT", network = "TRC20", address = "T", amount = "1" }, "key-2");
        await stage.PostAsync("/sandbox/refund_failures", new { address = "TBlocked" });
        await stage.PostAsync("/verifications", new { partner_id = "par_1", user = "ann@example.com" }, "key-3");
        await stage.PostAsync("/sandbox/rates", new { asset = "USDT", fiat = "EUR", rate = "0.5" });
        await stage.PayOutAsync("tok_returned", key: "key-4");
        await stage.PostAsync("/sandbox/payouts/pay_1/return");
        await stage.BeQuietAsync();
        string[] lists = ["addresses", "deposits", "refunds", "refund_failures", "verifications", "rates", "payouts", "notices"];
        var before = await Task.WhenAll(lists.Select(list => stage.GetAsync($"/sandbox/{list}")));

        await stage.RestartAsync();
        var after = await Task.WhenAll(lists.Select(list => stage.GetAsync($"/sandbox/{list}")));

        CollectionAssert.AreEqual(before.Select(reply => reply.Text).ToArray(), after.Select(reply => reply.Text).ToArray());
        Assert.Contains("returned", after[6].Text);
    }

    [TestMethod]
    public async Task A_key_still_gets_its_answer_after_a_restart()
    {
        await using var stage = await SandboxStage.StartAsync(_folder);
        var first = await stage.PayOutAsync("tok_ok");
        await stage.Receiver.NextAsync();
        await stage.BeQuietAsync();

        await stage.RestartAsync();
        var again = await stage.PayOutAsync("tok_ok");
        var payouts = await stage.ListAsync("payouts");
        await stage.BeQuietAsync();

        Assert.AreEqual((first.Text, 202, true), (again.Text, again.Status, again.IsReplay));
        Assert.HasCount(1, payouts);
        Assert.AreEqual(0, stage.Receiver.Waiting, "its notice was taken before");
    }

    [TestMethod]
    public async Task Notices_that_were_not_taken_are_sent_after_a_restart_in_order()
    {
        await using var stage = await SandboxStage.StartAsync(_folder, isHeard: false);
        await stage.PostAsync("/sandbox/deposits", new { network = "TRC20", address = "T", amount = "1" });

        await stage.RestartAsync();
        var first = await stage.Receiver.NextAsync();
        var second = await stage.Receiver.NextAsync();

        Assert.AreEqual(("deposit.seen", "deposit.confirmed"), (first.Type, second.Type));
        Assert.IsTrue(first.IsSignedRight && second.IsSignedRight);
    }

    [TestMethod]
    public async Task A_delay_goes_on_over_a_restart()
    {
        await using var stage = await SandboxStage.StartAsync(_folder);
        await stage.PayOutAsync("tok_slow");

        await stage.RestartAsync();
        var due = stage.Server.NextDue;
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        var notice = await stage.Receiver.NextAsync();

        Assert.AreEqual(new DateTimeOffset(2030, 1, 1, 12, 0, 30, TimeSpan.Zero), due);
        Assert.AreEqual("payout.settled", notice.Type);
    }

    [TestMethod]
    public async Task What_is_acknowledged_is_on_disk_at_that_moment()
    {
        await using var stage = await SandboxStage.StartAsync(_folder, isHeard: false);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => stage.PayOutAsync("tok_ok", $"pay_{n}", $"key-{n}")));
        var onDisk = Directory.CreateDirectory(Path.Combine(_folder, "as-after-a-crash")).FullName;
        File.Copy(FactsPath, Path.Combine(onDisk, "sandbox.jsonl"));
        await using var survivor = await SandboxStage.StartAsync(onDisk);
        var payouts = await survivor.ListAsync("payouts");
        for (var n = 0; n < 50; n++)
        {
            await survivor.Receiver.NextAsync();
        }

        Assert.HasCount(50, payouts);
    }

    [TestMethod]
    [DataRow("[{\"fact\":\"rate_set\",\"asset\":\"USDT\",\"fi")]
    [DataRow("[{\"fact\":\"rate_set\",\"asset\":\"USDT\",\"fiat\":\"EUR\",\"rate\":\"9\"}]")]
    public async Task A_last_line_that_a_crash_left_unfinished_is_cut_off(string torn)
    {
        await using (var stage = await SandboxStage.StartAsync(_folder))
        {
            await stage.PayOutAsync("tok_silent", "pay_1");
        }

        await File.AppendAllTextAsync(FactsPath, torn);

        await using (var stage = await SandboxStage.StartAsync(_folder))
        {
            await stage.PayOutAsync("tok_silent", "pay_2", "key-2");
        }

        await using var last = await SandboxStage.StartAsync(_folder);
        var payouts = await last.ListAsync("payouts");
        var rate = await last.GetAsync("/rates?asset=USDT&fiat=EUR");

        Assert.HasCount(2, payouts);
        Assert.AreEqual("0.92", rate["rate"]);
    }

    [TestMethod]
    public async Task Damage_in_the_middle_is_reported_and_not_started_from()
    {
        await File.WriteAllTextAsync(FactsPath, "[{\"fact\":\"rate\n[]\n");

        var damage = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => SandboxServer.StartAsync(new SandboxOptions { DataFolder = _folder }));

        StringAssert.Contains(damage.Message, "sandbox.jsonl");
    }

    [TestMethod]
    public async Task A_second_sandbox_on_the_same_data_is_refused()
    {
        await using var stage = await SandboxStage.StartAsync(_folder);

        await Assert.ThrowsAsync<IOException>(() => SandboxServer.StartAsync(new SandboxOptions { DataFolder = _folder }));
    }
}
