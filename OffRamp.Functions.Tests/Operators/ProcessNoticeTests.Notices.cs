using System.Net;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>The notices that the tests process, and what is asked with them.</summary>
public sealed partial class ProcessNoticeTests
{
    private static Task<HttpResponseMessage> ProcessAsync(Shop shop, string notice, string sell, string? key = null) =>
        shop.OperatorAsync($"/ops/api/notices/unmatched/{notice}/process", new { sell_id = sell, reason = "the user showed it" }, key);

    /// <summary>The custodian's notice of a transfer, with an amount that nobody can read.</summary>
    private static Task<string> DepositNoticeAsync(Shop shop, string hash, string amount) => NoticeAsync(shop, "/webhooks/deposits", shop.Settings.Custodian.NoticeSecrets, new
    {
        type = "deposit.confirmed",
        data = new { network = "TRC20", asset = "USDT", amount, tx_hash = hash, log_index = 0, confirmations = 20, seen_at = "2030-01-01T12:00:00Z", risk = "low" },
    });

    private static Task<string> PayoutNoticeAsync(Shop shop, string payout, string amount) =>
        NoticeAsync(shop, "/webhooks/payouts", shop.Settings.Payouts.NoticeSecrets, new { type = "payout.settled", data = new { payout_id = payout, amount, currency = "EUR" } });

    /// <summary>A notice that is set aside, and its id.</summary>
    private static async Task<string> NoticeAsync(Shop shop, string path, IReadOnlyList<byte[]> secrets, object notice)
    {
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        using var answer = await shop.NoticeAsync(path, secrets, notice);
        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        return (await UnmatchedAsync(shop))[0];
    }

    private static async Task<string[]> UnmatchedAsync(Shop shop) =>
        [.. (await shop.ReadAsOperatorAsync("/ops/api/notices/unmatched")).GetProperty("data").EnumerateArray().Select(notice => Text(notice, "id")!)];

    private static async Task<OpenedSession> PaidOutAsync(Shop shop, string card, string user = "user-123", string email = "ann+verified@example.com")
    {
        var session = await shop.SellAsync(Bodies.Proof(user, email), card);
        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        return session;
    }

    private static async Task<string> PayoutIdAsync(Shop shop, OpenedSession session) =>
        Text((await shop.ReadSellAsync(session)).GetProperty("payouts")[0], "id")!;

    private static JsonElement Sell(JsonElement whole) => whole.GetProperty("sell");

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
