namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

[TestClass]
public sealed class SandboxFaultTests
{
    [TestMethod]
    [DataRow("custodian", "/deposits?address=T")]
    [DataRow("payouts", "/cards/tok_ok")]
    [DataRow("kyc", "/verifications/ver_1")]
    [DataRow("rates", "/rates?asset=USDT&fiat=EUR")]
    public async Task A_provider_answers_503_as_often_as_ordered(string provider, string path)
    {
        await using var stage = await SandboxStage.StartAsync();
        var healthy = await stage.GetAsync(path);

        await stage.PostAsync("/sandbox/faults", new { provider, mode = "503", times = 2 });
        var statuses = new List<int>();
        for (var n = 0; n < 3; n++)
        {
            statuses.Add((await stage.GetAsync(path)).Status);
        }

        CollectionAssert.AreEqual(new[] { 503, 503, healthy.Status }, statuses);
    }

    [TestMethod]
    public async Task A_refused_call_breaks_off_without_an_answer_or_an_effect()
    {
        await using var stage = await SandboxStage.StartAsync();

        await stage.PostAsync("/sandbox/faults", new { provider = "payouts", mode = "refuse" });
        await Assert.ThrowsAsync<HttpRequestException>(() => stage.PayOutAsync("tok_ok"));
        var payouts = await stage.ListAsync("payouts");
        var calls = await stage.ListAsync("calls");
        var next = await stage.PayOutAsync("tok_ok");

        Assert.IsEmpty(payouts);
        Assert.AreEqual("refuse", calls.Single().GetProperty("fault").GetString());
        Assert.AreEqual(202, next.Status);
    }

    [TestMethod]
    public async Task A_call_that_times_out_has_no_effect_and_keeps_nobody_waiting()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PostAsync("/sandbox/faults", new { provider = "payouts", mode = "timeout" });

        using var givingUp = new CancellationTokenSource();
        var call = stage.SendAsync(HttpMethod.Post, "/payouts",
            """{"payout_id":"pay_1","amount":"5","currency":"USD","card_token":"tok_ok"}""", "key-1", cancel: givingUp.Token);
        while ((await stage.ListAsync("calls")).Length == 0)
        {
            await Task.Yield();
        }

        await stage.BeQuietAsync();
        var wasAnswered = call.IsCompleted;
        await givingUp.CancelAsync();
        var payouts = await stage.ListAsync("payouts");

        Assert.IsFalse(wasAnswered);
        await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        Assert.IsEmpty(payouts);
    }

    [TestMethod]
    public async Task Rates_are_as_old_as_now_unless_they_are_stale()
    {
        await using var stage = await SandboxStage.StartAsync();
        stage.Clock.Advance(TimeSpan.FromHours(6));

        await stage.PostAsync("/sandbox/faults", new { provider = "rates", mode = "stale" });
        var stale = await stage.GetAsync("/rates?asset=USDT&fiat=EUR");
        var fresh = await stage.GetAsync("/rates?asset=USDT&fiat=EUR");

        Assert.AreEqual((200, "2030-01-01T17:50:00Z"), (stale.Status, stale["as_of"]));
        Assert.AreEqual((200, "2030-01-01T18:00:00Z"), (fresh.Status, fresh["as_of"]));
    }

    [TestMethod]
    [DataRow("USDT", "EUR", "0.92")]
    [DataRow("USDT", "USD", "1.00")]
    [DataRow("USDC", "EUR", "0.92")]
    [DataRow("USDC", "USD", "1.00")]
    public async Task Each_pair_has_a_rate_until_another_is_set(string asset, string fiat, string rate)
    {
        await using var stage = await SandboxStage.StartAsync();

        var first = await stage.GetAsync($"/rates?asset={asset}&fiat={fiat}");
        await stage.PostAsync("/sandbox/rates", new { asset, fiat, rate = "0.5" });
        var then = await stage.GetAsync($"/rates?asset={asset}&fiat={fiat}");
        var unknown = await stage.GetAsync($"/rates?asset={asset}&fiat=GBP");

        Assert.AreEqual((rate, "0.5", 404), (first["rate"], then["rate"], unknown.Status));
    }

    [TestMethod]
    public async Task Faults_are_used_up_in_order_and_can_be_cleared()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PostAsync("/sandbox/faults", new { provider = "rates", mode = "stale" });
        await stage.PostAsync("/sandbox/faults", new { provider = "rates", mode = "503", times = 5 });

        var first = await stage.GetAsync("/rates?asset=USDT&fiat=EUR");
        var second = await stage.GetAsync("/rates?asset=USDT&fiat=EUR");
        var left = await stage.ListAsync("faults");
        await stage.SendAsync(HttpMethod.Delete, "/sandbox/faults", null, null);
        var third = await stage.GetAsync("/rates?asset=USDT&fiat=EUR");

        Assert.AreEqual((200, 503, 200), (first.Status, second.Status, third.Status));
        Assert.AreEqual(("503", 4), (left.Single().GetProperty("mode").GetString(), left.Single().GetProperty("times").GetInt32()));
    }
}
