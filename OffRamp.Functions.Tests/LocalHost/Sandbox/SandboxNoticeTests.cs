using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost;
using OffRamp.LocalHost.Sandbox;

namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

[TestClass]
public sealed class SandboxNoticeTests
{
    [TestMethod]
    public async Task A_refused_notice_is_sent_again_with_its_id_until_it_is_taken()
    {
        await using var stage = await SandboxStage.StartAsync();
        stage.Receiver.AnswerWith(503, 401, 302);

        await stage.PayOutAsync("tok_ok");
        var tries = new List<ReceivedNotice>();
        for (var n = 0; n < 4; n++)
        {
            tries.Add(await stage.Receiver.NextAsync());
        }

        await stage.BeQuietAsync();

        Assert.HasCount(1, tries.Select(notice => notice.Id).Distinct());
        Assert.IsTrue(tries.All(notice => notice.IsSignedRight));
        Assert.AreEqual(0, stage.Receiver.Waiting);
    }

    [TestMethod]
    public async Task A_notice_waits_for_an_app_that_is_not_there_yet()
    {
        var port = FreePort.Next();
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { ApiBase = new Uri($"http://127.0.0.1:{port}") });
        using var http = new HttpClient { BaseAddress = sandbox.BaseUri };
        using var deposit = new StringContent("""{"network":"TRC20","address":"T","amount":"1","stop_at":"seen"}""");
        await http.PostAsync(new Uri("/sandbox/deposits", UriKind.Relative), deposit);

        await using var receiver = await NoticeReceiver.StartAsync(port);
        var notice = await receiver.NextAsync();

        Assert.AreEqual("deposit.seen", notice.Type);
    }

    [TestMethod]
    public async Task Notices_of_one_address_stay_in_order_while_others_overtake()
    {
        await using var stage = await SandboxStage.StartAsync();
        stage.Receiver.AnswerWith(500);

        await stage.PostAsync("/sandbox/deposits", new { network = "TRC20", address = "TFirst", amount = "1" });
        var refused = await stage.Receiver.NextAsync();
        await stage.PostAsync("/sandbox/deposits", new { network = "TRC20", address = "TOther", amount = "1", stop_at = "seen" });
        var told = new List<ReceivedNotice>();
        for (var n = 0; n < 3; n++)
        {
            told.Add(await stage.Receiver.NextAsync());
        }

        var first = told.Where(notice => notice["address"] == "TFirst").ToArray();

        Assert.AreEqual("deposit.seen", refused.Type);
        CollectionAssert.AreEqual(new[] { "deposit.seen", "deposit.confirmed" }, first.Select(notice => notice.Type).ToArray());
        Assert.AreEqual(refused.Id, first[0].Id);
    }

    [TestMethod]
    public async Task It_is_not_quiet_before_the_app_has_answered_a_notice()
    {
        await using var stage = await SandboxStage.StartAsync();
        var answer = new TaskCompletionSource();
        stage.Receiver.Gate = answer.Task;

        await stage.PayOutAsync("tok_ok");
        await stage.Receiver.NextAsync();
        var whileWaiting = stage.Server.IsQuiet;
        answer.SetResult();
        await stage.BeQuietAsync();

        Assert.IsFalse(whileWaiting);
        Assert.IsNull(stage.Server.NextDue);
    }

    [TestMethod]
    public async Task A_clock_that_jumps_without_firing_timers_needs_a_poke()
    {
        var clock = new JumpingClock();
        await using var receiver = await NoticeReceiver.StartAsync();
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { ApiBase = receiver.BaseUri, Clock = clock });
        using var http = new HttpClient { BaseAddress = sandbox.BaseUri };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer sandbox");
        using var payout = new StringContent("""{"payout_id":"pay_1","amount":"1","currency":"EUR","card_token":"tok_slow"}""");
        await http.PostAsync(new Uri("/payouts", UriKind.Relative), payout);
        while (sandbox.NextDue is null)
        {
            await Task.Yield();
        }

        clock.Offset = TimeSpan.FromSeconds(31);
        var quietBeforePoke = sandbox.IsQuiet;
        sandbox.Poke();
        var notice = await receiver.NextAsync();

        Assert.IsFalse(quietBeforePoke, "something is due now");
        Assert.AreEqual("payout.settled", notice.Type);
    }

    [TestMethod]
    public async Task While_a_secret_rotates_both_sign()
    {
        await using var receiver = await NoticeReceiver.StartAsync();
        var options = new SandboxOptions { ApiBase = receiver.BaseUri };
        var old = options.CustodianSecret;
        await using var sandbox = await SandboxServer.StartAsync(options with { CustodianSecret = $"{old},whsec_{Convert.ToBase64String(new byte[32])}" });
        using var http = new HttpClient { BaseAddress = sandbox.BaseUri };
        using var deposit = new StringContent("""{"network":"TRC20","address":"T","amount":"1","stop_at":"seen"}""");

        await http.PostAsync(new Uri("/sandbox/deposits", UriKind.Relative), deposit);
        var notice = await receiver.NextAsync();

        Assert.IsTrue(notice.IsSignedRight, "the old one is among them");
        Assert.HasCount(2, notice.Signatures);
    }

    /// <summary>As the local host's: real time and an offset.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
