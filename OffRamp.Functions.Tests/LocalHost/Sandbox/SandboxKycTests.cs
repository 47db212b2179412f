using System.Text.Json;

namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

[TestClass]
public sealed class SandboxKycTests
{
    [TestMethod]
    [DataRow("ann@example.com", "not_started")]
    [DataRow("user-17", "not_started")]
    [DataRow("ann+verified@example.com", "verified")]
    [DataRow("ann+rejected@example.com", "rejected")]
    [DataRow("ann+pending@example.com", "pending")]
    public async Task The_email_says_where_a_user_stands(string user, string status)
    {
        await using var stage = await SandboxStage.StartAsync();

        var started = await StartAsync(stage, user);
        var asked = await stage.GetAsync($"/verifications/{started["verification_id"]}");

        Assert.AreEqual((200, status), (asked.Status, asked["status"]));
        Assert.AreEqual(started["verification_id"], asked["verification_id"]);
    }

    [TestMethod]
    public async Task One_click_on_the_page_verifies_and_a_notice_says_so()
    {
        await using var stage = await SandboxStage.StartAsync();
        var started = await StartAsync(stage, "<ann>@example.com");
        var page = new Uri(started["url"]!).AbsolutePath;

        var before = await stage.GetAsync(page);
        var after = await stage.PostTextAsync(page, "");
        var notice = await stage.Receiver.NextAsync();
        await stage.PostTextAsync(page, "");
        await stage.BeQuietAsync();

        Assert.AreEqual("text/html", before.ContentType);
        StringAssert.Contains(before.Text, "<button");
        StringAssert.Contains(before.Text, "&lt;ann&gt;@example.com");
        StringAssert.Contains(after.Text, "You are verified");
        Assert.AreEqual(("kyc", "kyc.updated", started["verification_id"], "verified", true),
            (notice.Kind, notice.Type, notice["verification_id"], notice["status"], notice.IsSignedRight));
        Assert.AreEqual(0, stage.Receiver.Waiting, "a second click changes nothing");
    }

    [TestMethod]
    [DataRow("ann+pending@example.com", "pending")]
    [DataRow("ann+rejected@example.com", "rejected")]
    public async Task A_click_helps_nobody_who_is_pending_or_rejected(string user, string status)
    {
        await using var stage = await SandboxStage.StartAsync();
        var started = await StartAsync(stage, user);

        var page = await stage.GetAsync($"/verify/{started["verification_id"]}");
        await stage.PostTextAsync($"/verify/{started["verification_id"]}", "");
        await stage.BeQuietAsync();
        var asked = await stage.GetAsync($"/verifications/{started["verification_id"]}");

        Assert.DoesNotContain("<button", page.Text);
        Assert.AreEqual((status, 0), (asked["status"], stage.Receiver.Waiting));
    }

    [TestMethod]
    public async Task A_user_of_a_partner_has_one_verification()
    {
        await using var stage = await SandboxStage.StartAsync();

        var first = await StartAsync(stage, "ann@example.com", key: "key-1");
        var again = await StartAsync(stage, "ann@example.com", key: "key-2");
        var elsewhere = await StartAsync(stage, "ann@example.com", "par_2", "key-3");

        Assert.AreEqual(first["verification_id"], again["verification_id"]);
        Assert.AreEqual(first["url"], again["url"]);
        Assert.AreNotEqual(first["verification_id"], elsewhere["verification_id"]);
    }

    [TestMethod]
    [DataRow("verified")]
    [DataRow("rejected")]
    [DataRow("pending")]
    [DataRow("not_started")]
    public async Task The_control_sets_any_status_and_a_notice_says_so(string status)
    {
        await using var stage = await SandboxStage.StartAsync();
        var started = await StartAsync(stage, "ann+pending@example.com");

        var set = await stage.PostAsync($"/sandbox/verifications/{started["verification_id"]}", new { status });
        var notice = await stage.Receiver.NextAsync();
        var asked = await stage.GetAsync($"/verifications/{started["verification_id"]}");

        Assert.AreEqual(200, set.Status);
        Assert.AreEqual((status, status), (notice["status"], asked["status"]));
    }

    [TestMethod]
    public async Task Nobody_knows_a_verification_that_was_never_started()
    {
        await using var stage = await SandboxStage.StartAsync();

        var asked = await stage.GetAsync("/verifications/ver_1");
        var set = await stage.PostAsync("/sandbox/verifications/ver_1", new { status = "verified" });
        var page = await stage.GetAsync("/verify/ver_1");

        Assert.AreEqual((404, 404, 404), (asked.Status, set.Status, page.Status));
    }

    private static Task<Reply> StartAsync(SandboxStage stage, string user, string partner = "par_1", string key = "key-1") =>
        stage.PostAsync("/verifications", new { partner_id = partner, user }, key);
}
