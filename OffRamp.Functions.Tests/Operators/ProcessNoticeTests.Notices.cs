using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>The notices that the tests process, and what is asked with them.</summary>
public sealed partial class ProcessNoticeTests
{
    private static Task<HttpResponseMessage> ProcessAsync(Shop shop, string notice, string sell, string? key = null) =>
        shop.OperatorAsync($"/ops/api/notices/unmatched/{notice}/process", new { sell_id = sell, reason = "the user showed it" }, key);

    private static Task<string> PayoutNoticeAsync(Shop shop, string payout, string amount = "lots") =>
        shop.SetAsideAsync("/webhooks/payouts", shop.Settings.Payouts.NoticeSecrets, new { type = "payout.settled", data = new { payout_id = payout, amount, currency = "EUR" } });

    private static async Task<string[]> UnmatchedAsync(Shop shop) =>
        [.. (await shop.ReadAsOperatorAsync("/ops/api/notices/unmatched")).GetProperty("data").EnumerateArray().Select(notice => notice.Text("id")!)];

    private static async Task<OpenedSession> PaidOutAsync(Shop shop, string card, string user = "user-123", string email = "ann+verified@example.com")
    {
        var session = await shop.SellAsync(Bodies.Proof(user, email), card);
        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        return session;
    }

    private static async Task<string> PayoutIdAsync(Shop shop, OpenedSession session) =>
        (await shop.ReadSellAsync(session)).GetProperty("payouts")[0].Text("id")!;

    private static JsonElement Sell(JsonElement whole) => whole.GetProperty("sell");
}
