using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Kyc;

[TestClass]
public sealed class ReceiveKycNoticeTests
{
    [TestMethod]
    public async Task The_providers_word_becomes_the_users_status()
    {
        await using var app = await WithUserAsync("ver_1");

        using var answer = await app.KycAsync(Notice("ver_1", "verified"));

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.AreEqual(new UserVerification(KycStatus.Verified, "ver_1"), await UserAsync(app));
    }

    [TestMethod]
    [DataRow("person", "person")]
    [DataRow("", null)]
    public async Task Who_the_user_is_stays_known_and_is_asked_for_again_where_the_provider_named_nobody(string before, string? after)
    {
        await using var app = await WithUserAsync("ver_1", before);

        using var answer = await app.KycAsync(Notice("ver_1", "verified"));

        Assert.AreEqual(new UserVerification(KycStatus.Verified, "ver_1") { Subject = after }, await UserAsync(app));
    }

    [TestMethod]
    public async Task A_repeated_message_changes_nothing()
    {
        await using var app = await WithUserAsync("ver_1");
        using var first = await app.KycAsync(Notice("ver_1", "pending"), "msg_one");
        using var second = await app.KycAsync(Notice("ver_1", "verified"), "msg_two");

        using var again = await app.KycAsync(Notice("ver_1", "pending"), "msg_one");

        Assert.AreEqual(HttpStatusCode.OK, again.StatusCode);
        Assert.AreEqual(KycStatus.Verified, (await UserAsync(app))!.Status);
    }

    [TestMethod]
    public async Task A_sell_of_the_user_is_told()
    {
        await using var app = await WithUserAsync("ver_1");
        await app.Service<TableStore>().Table(StorageNames.Index).InsertAsync(
            new Row(IndexKeys.User(app.Sell.PartnerId, app.Sell.UserKey), IndexKeys.ReservationRow(app.Sell.Id)));

        using var answer = await app.KycAsync(Notice("ver_1", "verified"));

        CollectionAssert.AreEqual(new[] { $"raise NoticeReceived {app.Sell.Id}" }, app.Durable.Asked.ToArray());
    }

    [TestMethod]
    public async Task Every_open_session_of_the_user_is_told_once()
    {
        await using var shop = await Shop.OpenAsync();
        var first = await shop.OpenSessionAsync(Bodies.Proof(email: "ann@example.com"));
        var second = await shop.OpenSessionAsync(Bodies.Proof(email: "ann@example.com"));
        var other = await shop.OpenSessionAsync(Bodies.Proof(user: "user-2", email: "ben@example.com"));
        using var started = await shop.PageAsync(first, HttpMethod.Post, "/kyc");
        var url = (await Shop.ReadAsync(started, HttpStatusCode.OK)).GetProperty("verification_url").GetString()!;
        var notice = Notice(url[(url.LastIndexOf('/') + 1)..], "verified");

        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var request = NoticeApp.Signed(
                "/webhooks/kyc", TestSettings.Local().Kyc.NoticeSecrets, Encoding.UTF8.GetBytes(notice.ToJsonString()), "msg_one", shop.Clock.GetUtcNow());
            using var answer = await shop.Client.SendAsync(request);
            Assert.AreEqual(attempt == 0 ? HttpStatusCode.Accepted : HttpStatusCode.OK, answer.StatusCode);
        }

        foreach (var (session, told) in new[] { (first, 1), (second, 1), (other, 0) })
        {
            Assert.AreEqual(told, (await shop.EventsAsync(session)).Skip(1).Count(type => type == "kyc.updated"));
        }
    }

    [TestMethod]
    public async Task An_older_verification_decides_nothing()
    {
        await using var app = await WithUserAsync("ver_2");
        await PointAsync(app, "ver_1");

        using var answer = await app.KycAsync(Notice("ver_1", "verified"));

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.AreEqual(KycStatus.Pending, (await UserAsync(app))!.Status);
        Assert.AreEqual("superseded", (await app.UnmatchedAsync()).Single().GetString("Reason"));
    }

    [TestMethod]
    [DataRow("ver_9", "verified", "no_user")]
    [DataRow("ver_1", "VERIFIED", "data.status not_supported")]
    [DataRow("ver_1", null, "data.status required")]
    [DataRow(null, "verified", "data.verification_id required")]
    public async Task What_is_unusable_or_nobodys_is_set_aside(string? id, string? status, string reason)
    {
        await using var app = await WithUserAsync("ver_1");

        using var answer = await app.KycAsync(Notice(id, status));

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.AreEqual(KycStatus.Pending, (await UserAsync(app))!.Status);
        Assert.AreEqual(reason, (await app.UnmatchedAsync()).Single().GetString("Reason"));
    }

    [TestMethod]
    public async Task What_nobody_signed_is_refused()
    {
        await using var app = await NoticeApp.StartAsync();

        using var answer = await app.Client.PostAsync("/webhooks/kyc", new StringContent("{}"));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "invalid_signature");
    }

    private static async Task<NoticeApp> WithUserAsync(string verification, string? subject = null)
    {
        var app = await NoticeApp.WithSellAsync();
        await PointAsync(app, verification);
        await app.Service<UserKyc>().SaveAsync(app.Sell.PartnerId, app.Sell.UserKey, new(KycStatus.Pending, verification) { Subject = subject }, default);
        return app;
    }

    private static Task PointAsync(NoticeApp app, string verification) => app.Service<TableStore>().Table(StorageNames.Index).UpsertAsync(
        new Row(IndexKeys.Verification(verification), IndexKeys.VerificationRow)
            .Set("Partner", app.Sell.PartnerId.ToString()).Set("UserKey", app.Sell.UserKey));

    private static Task<UserVerification?> UserAsync(NoticeApp app) =>
        app.Service<UserKyc>().FindVerificationAsync(app.Sell.PartnerId, app.Sell.UserKey, default);

    private static JsonObject Notice(string? id, string? status) => new()
    {
        ["type"] = "kyc.updated",
        ["data"] = new JsonObject { ["verification_id"] = id, ["status"] = status },
    };
}
