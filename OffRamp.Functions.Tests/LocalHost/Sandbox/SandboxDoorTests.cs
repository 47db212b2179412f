namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

[TestClass]
public sealed class SandboxDoorTests
{
    [TestMethod]
    [DataRow("/deposits?address=T")]
    [DataRow("/refunds/ref_1")]
    [DataRow("/payouts/pay_1")]
    [DataRow("/cards/tok_ok")]
    [DataRow("/verifications/ver_1")]
    [DataRow("/rates?asset=USDT&fiat=EUR")]
    public async Task A_provider_wants_its_bearer_token(string path)
    {
        await using var stage = await SandboxStage.StartAsync();

        var refused = await stage.SendAsync(HttpMethod.Get, path, null, null, token: "another");

        Assert.AreEqual((401, "unauthorized", "application/problem+json"), (refused.Status, refused["code"], refused.ContentType));
    }

    [TestMethod]
    [DataRow("/sandbox/deposits", "{}", "network,address,amount")]
    [DataRow("/sandbox/deposits", """{"network":"BTC","address":7,"amount":100}""", "network,address,amount")]
    [DataRow("/sandbox/deposits", """{"network":"TRC20","address":"","amount":"-1","log_index":-1,"seen_at":"yesterday","risk":"some","stop_at":"now","repeat":1.5}""",
        "stop_at,repeat,address,amount,log_index,seen_at,risk")]
    [DataRow("/sandbox/deposits", """{"network":null,"address":[],"amount":"1e3","log_index":9e99}""", "network,address,amount,log_index")]
    [DataRow("/sandbox/faults", "{}", "provider,mode")]
    [DataRow("/sandbox/faults", """{"provider":"kyc","mode":"stale","times":0}""", "mode,times")]
    [DataRow("/sandbox/faults", """{"provider":"bank","mode":503,"times":"2"}""", "provider,mode,times")]
    [DataRow("/sandbox/rates", """{"asset":"USDT","rate":"0"}""", "fiat,rate")]
    [DataRow("/sandbox/refund_failures", """{"address":{}}""", "address")]
    [DataRow("/sandbox/verifications/ver_1", """{"status":"maybe"}""", "status")]
    [DataRow("/addresses", """{"network":"TRON"}""", "asset,network,sell_id")]
    [DataRow("/payouts", """{"payout_id":"p","amount":"0.00","currency":"GBP"}""", "amount,currency,card_token")]
    [DataRow("/refunds", "{}", "address,refund_id,asset,network,amount")]
    [DataRow("/verifications", """{"partner_id":"par_1"}""", "user")]
    public async Task Bad_input_is_refused_with_every_problem_listed(string path, string body, string paths)
    {
        await using var stage = await SandboxStage.StartAsync();

        var refused = await stage.PostTextAsync(path, body);

        Assert.AreEqual((422, "application/problem+json"), (refused.Status, refused.ContentType));
        CollectionAssert.AreEquivalent(paths.Split(','), refused.ProblemPaths);
    }

    [TestMethod]
    [DataRow("{", 400, "invalid_json")]
    [DataRow("[]", 422, "invalid_type")]
    [DataRow("\"text\"", 422, "invalid_type")]
    [DataRow("{\"network\":\"\\ud800\",\"address\":\"T\",\"amount\":\"1\"}", 400, "invalid_json")]
    [DataRow("{\"\\udc00\":1}", 400, "invalid_json")]
    public async Task A_body_that_is_no_json_object_is_refused(string body, int status, string code)
    {
        await using var stage = await SandboxStage.StartAsync();

        var refused = await stage.PostTextAsync("/sandbox/deposits", body);

        Assert.AreEqual(status, refused.Status);
        Assert.AreEqual(code, refused["code"]);
    }

    [TestMethod]
    public async Task What_is_not_there_too_large_or_of_another_method_is_a_problem_too()
    {
        await using var stage = await SandboxStage.StartAsync();

        var missing = await stage.GetAsync("/sandbox/nothing");
        var method = await stage.SendAsync(HttpMethod.Put, "/sandbox/deposits", "{}", null);
        var large = await stage.PostTextAsync("/sandbox/deposits", new string(' ', 65 * 1024));

        Assert.AreEqual((404, 405, 413), (missing.Status, method.Status, large.Status));
        Assert.IsTrue(new[] { missing, method, large }.All(reply => reply.ContentType == "application/problem+json"));
    }

    [TestMethod]
    public async Task The_page_shows_and_controls_everything_without_outside_resources()
    {
        await using var stage = await SandboxStage.StartAsync();

        var page = await stage.GetAsync("/");

        Assert.AreEqual((200, "text/html"), (page.Status, page.ContentType));
        foreach (var control in new[] { "/sandbox/deposits", "/sandbox/faults", "/sandbox/rates", "/sandbox/refund_failures" })
        {
            StringAssert.Contains(page.Text, $"data-post=\"{control}\"");
        }

        Assert.DoesNotContain("http", page.Text);
    }

    [TestMethod]
    public async Task Lists_can_be_cut_to_the_latest()
    {
        await using var stage = await SandboxStage.StartAsync();
        foreach (var id in new[] { "pay_1", "pay_2", "pay_3" })
        {
            await stage.PayOutAsync("tok_ok", id, id);
        }

        var latest = await stage.GetAsync("/sandbox/payouts?last=2");

        CollectionAssert.AreEqual(new[] { "pay_2", "pay_3" },
            latest.Json.GetProperty("data").EnumerateArray().Select(payout => payout.GetProperty("payout_id").GetString()).ToArray());
    }
}
