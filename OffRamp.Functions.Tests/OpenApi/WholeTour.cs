using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.OpenApi;

/// <summary>Every operation once, as it is meant to be used.</summary>
internal static class WholeTour
{
    public static async Task<IReadOnlyList<Exchange>> TakeAsync()
    {
        await using var tour = await Tour.BeginAsync();
        var sold = await SellAsync(tour);
        await ReadAsync(tour, sold);
        await AbandonAsync(tour);
        await PayAnotherWayAsync(tour);
        await TellAsync(tour, sold);
        await OperateAsync(tour, sold);
        await ListenAsync(tour);
        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            await tour.AnyoneAsync(path);
        }

        await tour.Shop.DeliverAsync(sold);
        var events = await tour.PartnerAsync(HttpMethod.Get, "/v1/events?limit=2");
        var deliveries = await tour.PartnerAsync(
            HttpMethod.Get, $"/v1/webhook_deliveries?event_id={events.GetProperty("data")[0].GetProperty("id").GetString()}");
        await tour.PartnerAsync(HttpMethod.Post, $"/v1/webhook_deliveries/{deliveries.GetProperty("data")[0].GetProperty("id").GetString()}/replay");
        await tour.PartnerAsync(HttpMethod.Get, "/v1/settlements?date=2030-01-01&limit=1");
        await tour.PartnerAsync(HttpMethod.Get, "/v1/statements?month=2030-01");
        await tour.PartnerAsync(HttpMethod.Get, "/v1/balances");
        await tour.PageAsync(sold, HttpMethod.Post, "/realtime", new { after = 3 });
        await tour.PartnerAsync(HttpMethod.Post, $"/v1/sells/{sold.SellId}/realtime", new { after = 3 });
        await ProcessAsync(tour);
        await LookAroundAsync(tour, sold);
        return tour.Exchanges;
    }

    private static async Task<OpenedSession> SellAsync(Tour tour)
    {
        await tour.PartnerAsync(HttpMethod.Post, "/v1/quotes", new { asset = "USDT", network = "TRC20", fiat_currency = "EUR", crypto_amount = "250" });
        var session = OpenedSession.Of(await tour.PartnerAsync(HttpMethod.Post, "/widget/session", new JsonObject
        {
            ["type"] = "sell",
            ["partner_user_id"] = "ada",
            ["user_email"] = "ada+verified@example.com",
            ["currency"] = "USDT",
            ["network"] = "TRC20",
            ["fiat_currency"] = "EUR",
            ["crypto_amount"] = "250",
            ["redirect_url"] = "https://shop.example/wallet",
        }));
        await tour.PageAsync(session, HttpMethod.Post, "/kyc", new { email = "ada+verified@example.com" });
        var quote = await tour.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250" });
        await tour.PageAsync(session, HttpMethod.Post, "/sell", new
        {
            quote_id = quote.GetProperty("id").GetString(),
            card_token = "tok_ok",
            refund_address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
        });
        await tour.Shop.DepositAsync(session, "300");
        await tour.PageAsync(session, HttpMethod.Post, "/check_deposit");
        await tour.Shop.WalkAsync(session);
        tour.Shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await tour.Shop.WalkAsync(session);
        return session;
    }

    private static async Task ReadAsync(Tour tour, OpenedSession sold)
    {
        await tour.PageAsync(sold, HttpMethod.Get);
        foreach (var path in new[]
        {
            $"/v1/sessions/{sold.Id}", $"/v1/sells/{sold.SellId}", $"/widget/transactions/{sold.SellId}", "/widget/users/ada/kyc-status",
            "/v1/capabilities?country=DE&fiat_currency=EUR&asset=USDT", "/v1/sessions?status=completed&limit=1", "/v1/sells?status=completed&limit=1",
        })
        {
            await tour.PartnerAsync(HttpMethod.Get, path);
        }
    }

    private static async Task AbandonAsync(Tour tour)
    {
        var created = await tour.PartnerAsync(HttpMethod.Post, "/v1/sessions", new JsonObject
        {
            ["flow"] = "off_ramp",
            ["amount"] = "100.00",
            ["currency"] = "EUR",
            ["target_token"] = "USDC",
            ["target_network"] = "ETHEREUM",
            ["user_reference"] = "order-1001",
            ["partner_user_id"] = "ada",
            ["user_email"] = "ada+verified@example.com",
            ["return_url"] = "https://shop.example/done",
            ["cancel_url"] = "https://shop.example/back",
            ["country"] = "DE",
            ["metadata"] = new JsonObject { ["cart"] = "7" },
        }, key: "order-1001");
        var id = OpenedSession.Of(created).Id;
        await tour.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{id}/client_secret");
        await tour.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{id}/cancel");
        var other = await tour.Shop.OpenSessionAsync();
        await tour.PageAsync(other, HttpMethod.Post, "/cancel");
    }

    private static async Task PayAnotherWayAsync(Tour tour)
    {
        var declined = await tour.Shop.SellAsync(card: "tok_declined");
        await tour.Shop.DepositAsync(declined, "250");
        await tour.Shop.WalkAsync(declined);
        tour.Shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await tour.Shop.WalkAsync(declined);
        await tour.PageAsync(declined, HttpMethod.Post, "/payout_details", new { card_token = "tok_ok" });
    }

    private static async Task TellAsync(Tour tour, OpenedSession sold)
    {
        var settings = tour.Shop.Settings;
        var sell = await tour.Shop.ReadSellAsync(sold);
        var now = "2030-01-01T12:00:00Z";
        var transfer = new
        {
            network = "TRC20",
            asset = "USDT",
            contract_address = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
            address = sell.GetProperty("deposit").GetProperty("address").GetString(),
            amount = "250",
            tx_hash = new string('a', 63) + "1",
            log_index = 0,
            confirmations = 3,
            seen_at = now,
            risk = "low",
        };
        await tour.NoticeAsync("/webhooks/deposits", settings.Custodian.NoticeSecrets, new { type = "deposit.seen", data = transfer });
        await tour.NoticeAsync("/webhooks/payouts", settings.Payouts.NoticeSecrets, new
        {
            type = "payout.settled",
            data = new { payout_id = "pay_" + sold.Id["ses_".Length..] + "_1", provider_reference = "po_1", amount = "227.70", currency = "EUR", occurred_at = now },
        });
        await tour.NoticeAsync("/webhooks/kyc", settings.Kyc.NoticeSecrets, new { type = "kyc.updated", data = new { verification_id = "ver_1", status = "verified" } });
    }

    private static async Task ListenAsync(Tour tour)
    {
        await tour.PartnerAsync(HttpMethod.Put, "/v1/webhook_endpoint", new
        {
            url = "https://shop.example/offramp",
            event_types = new[] { "sell.completed", "sell.failed", "sell.action_required" },
        });
        await tour.PartnerAsync(HttpMethod.Get, "/v1/webhook_endpoint");
        await tour.PartnerAsync(HttpMethod.Post, "/v1/webhook_endpoint/rotate_secret");
        await tour.PartnerAsync(HttpMethod.Post, "/v1/webhook_endpoint/test");
        await tour.PartnerAsync(HttpMethod.Put, "/v1/webhook_endpoint", new { url = "https://shop.example/offramp" });
    }

    private static async Task OperateAsync(Tour tour, OpenedSession sold)
    {
        var partner = await tour.OperatorAsync(HttpMethod.Post, "/ops/api/partners", new
        {
            name = "Corner shop",
            offramp_enabled = true,
            allowed_origins = new[] { "https://shop.example" },
            limits = new { per_sell = "1000" },
            policies = new { underpaid = "refund", countries = new[] { "DE", "FR" } },
            support = new { email = "help@shop.example", url = "https://shop.example/help" },
            margin = "0.5",
        });
        await tour.OperatorAsync(HttpMethod.Get, "/ops/api/approvals?limit=1");
        await tour.OperatorAsync(
            HttpMethod.Post, $"/ops/api/approvals/{partner.GetProperty("approval").GetProperty("id").GetString()}",
            new { decision = "approve", reason = "their contract is signed" }, Shop.ApproverKey);
        var at = $"/ops/api/partners/{partner.GetProperty("id").GetString()}";
        await tour.OperatorAsync(HttpMethod.Get, at);
        await tour.OperatorAsync(HttpMethod.Patch, at, new { offramp_enabled = false });
        await tour.OperatorAsync(HttpMethod.Patch, at, new { offramp_enabled = true });
        await tour.OperatorAsync(HttpMethod.Post, $"{at}/rotate_token");
        await tour.OperatorAsync(HttpMethod.Get, "/ops/api/assets");
        await tour.OperatorAsync(HttpMethod.Post, "/ops/api/assets/USDC/ERC20", new { paused = true });

        tour.Durable.Instance = FakeOrchestrations.Ended(sold.SellId);
        await tour.OperatorAsync(HttpMethod.Get, $"/ops/api/sells/{sold.SellId}");
        await tour.OperatorAsync(HttpMethod.Get, $"/ops/api/find?reference={sold.Id}");
        await tour.OperatorAsync(HttpMethod.Get, $"/ops/api/orchestrations/{sold.SellId}");
        tour.Durable.Instances = [FakeOrchestrations.Ended(sold.SellId)];
        await tour.OperatorAsync(HttpMethod.Get, "/ops/api/orchestrations?runtime_status=completed");

        var waiting = await tour.Shop.SellAsync(Bodies.Proof(user: "bob"));
        tour.Durable.Instance = FakeOrchestrations.Ended(waiting.SellId);
        var sequence = (await tour.Shop.ReadSellAsync(waiting)).GetProperty("sequence").GetInt64();
        await tour.OperatorAsync(
            HttpMethod.Post, $"/ops/api/sells/{waiting.SellId}/actions", new { action = "hold", seen_sequence = sequence, reason = "the user called" });
        await tour.OperatorAsync(HttpMethod.Post, $"/ops/api/sells/{waiting.SellId}/actions", new
        {
            action = "release",
            seen_sequence = (await tour.Shop.ReadSellAsync(waiting)).GetProperty("sequence").GetInt64(),
            reason = "it was a mistake",
        });
        await tour.OperatorAsync(HttpMethod.Get, "/ops/api/sells?queue=on_hold&limit=1");
        await tour.OperatorAsync(HttpMethod.Get, "/ops/api/notices/unmatched?limit=1");
        await tour.OperatorAsync(HttpMethod.Get, "/ops/api/audit?limit=1");
    }

    /// <summary>What the console asks beside sells.</summary>
    private static async Task LookAroundAsync(Tour tour, OpenedSession sold)
    {
        await tour.OperatorAsync(HttpMethod.Get, "/ops/api/me");
        await tour.OperatorAsync(HttpMethod.Get, "/ops/api/partners?limit=1");
        await tour.OperatorAsync(HttpMethod.Get, "/ops/api/providers");
        await tour.OperatorAsync(HttpMethod.Get, "/ops/api/shortfalls");
        await tour.OperatorAsync(
            HttpMethod.Post, "/ops/api/erasures", new { partner_id = DemoPartner.Id.ToString(), email = "carla@example.com", reason = "ticket 1042" });
        tour.Durable.History = FakeOrchestrations.HistoryOf(sold.SellId);
        await tour.OperatorAsync(HttpMethod.Get, $"/ops/api/orchestrations/{sold.SellId}/history");
    }

    /// <summary>The custodian tells of a transfer in a way that nobody can read, and an operator knows whose it is.</summary>
    private static async Task ProcessAsync(Tour tour)
    {
        var session = await tour.Shop.SellAsync(Bodies.Proof(user: "carl"));
        var notice = await tour.Shop.SetAsideAsync(await tour.Shop.DepositAsync(session, "250"));
        await tour.OperatorAsync(
            HttpMethod.Post, $"/ops/api/notices/unmatched/{notice}/process", new { sell_id = session.SellId, reason = "the user sent the transaction's link" });
    }
}
