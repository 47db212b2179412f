using System.Net;
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

    /// <summary>What becomes of a transfer at the custodian.</summary>
    private static async Task BecomesAsync(Shop shop, OpenedSession session, string hash, string amount, string status)
    {
        var address = (await shop.ReadSellAsync(session)).GetProperty("deposit").GetProperty("address").GetString();
        await shop.ControlAsync("/sandbox/deposits", new { network = "TRC20", asset = "USDT", address, amount, tx_hash = hash, stop_at = status });
    }

    /// <summary>The custodian's list breaks off after its first transfer.</summary>
    private static async Task BreakOffAsync(Shop shop)
    {
        await shop.ControlAsync("/sandbox/faults", new { provider = "custodian", call = "GET /deposits", mode = "paged", times = 1 });
        await shop.ControlAsync("/sandbox/faults", new { provider = "custodian", call = "GET /deposits", mode = "503", times = 1 });
    }

    /// <summary>A user who was verified when he sold and is not any more, and a notice of that which nobody could use.</summary>
    private static async Task<(OpenedSession Session, string Notice)> VerifiedAsync(Shop shop)
    {
        var session = await shop.OpenSessionAsync(Bodies.Proof(email: "ann@example.com"));
        var verification = await shop.VerifyAsync(session);
        await shop.ControlAsync($"/sandbox/verifications/{verification}", new { status = "verified", subject = "person-1" });
        using var sold = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session)));
        await Shop.ReadAsync(sold, HttpStatusCode.Created);
        await shop.ControlAsync($"/sandbox/verifications/{verification}", new { status = "rejected" });
        return (session, await shop.SetAsideAsync(
            "/webhooks/kyc", shop.Settings.Kyc.NoticeSecrets, new { type = "kyc.updated", data = new { verification_id = verification, status = "done" } }));
    }

    private static JsonElement Sell(JsonElement whole) => whole.GetProperty("sell");
}
