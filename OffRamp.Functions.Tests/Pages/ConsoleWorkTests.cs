using System.Net;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>Operators who have nothing but the console resolve a sell of every queue.</summary>
[TestClass]
public sealed class ConsoleWorkTests
{
    private const string Blocked = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf";
    private const string Elsewhere = "TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL";

    [TestMethod]
    public async Task One_sell_of_every_queue_is_resolved_and_three_of_them_by_a_second_operator()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        await using var partner = await Listener.ListenAsync(shop.Services);
        var sells = await BringAsync(shop, partner);
        await using var operating = await shop.OperateAsync();
        await using var approving = await shop.OperateAsync(Shop.ApproverKey);

        await ResolveAsync(shop, operating, sells["webhook_dead"], ("Send the webhooks again", []));
        await shop.DeliverAsync(sells["webhook_dead"]);
        await ResolveAsync(shop, operating, sells["action_required"], ("Refund", []));
        await ResolveAsync(shop, operating, sells["case"], ("Close a case", []));
        await AskAsync(operating, sells["late"], "Refund"); // of money that is held for a look
        await approving.AgreeAsync();
        await GoOnAsync(shop, sells["late"]);
        await ResolveAsync(shop, operating, sells["late"], ("Close a case", []), ("Close a case", []));
        await ResolveAsync(shop, operating, sells["stuck"], ("Cancel", []));
        await AskAsync(operating, sells["on_hold"], "Release");
        await approving.AgreeAsync();
        await shop.PassAsync(sells["on_hold"]);
        await AskAsync(operating, sells["refund_failed"], "Refund", ("Another refund address", Elsewhere));
        await approving.AgreeAsync();
        await GoOnAsync(shop, sells["refund_failed"]);

        await operating.GoAsync("#/", "What needs a person now");
        await operating.ReadsAsync("Nothing waits for a person.");
        var ends = await Task.WhenAll(sells.Select(async sell => $"{sell.Key}: {(await shop.ReadSellAsync(sell.Value)).Text("phase")}"));
        CollectionAssert.AreEquivalent(
            new[] { "webhook_dead: paid", "action_required: refunded", "case: cancelled", "late: expired", "stuck: cancelled", "on_hold: paid", "refund_failed: refunded" }, ends);
    }

    [TestMethod]
    public async Task What_providers_leave_open_is_settled_by_two_and_so_is_a_transfer_that_they_did_not_tell_of()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        var sells = await LeaveOpenAsync(shop);
        await using var operating = await shop.OperateAsync();
        await using var approving = await shop.OperateAsync(Shop.ApproverKey);

        await SettleAsync("entry", "Set an entry aside");
        await shop.MendProvidersAsync();
        await SettleAsync("payout", "Record what became of a payout", ("How much", "227.70"), ("How you know", "the provider's statement of today"));
        await SettleAsync("refund", "Record what became of a refund", ("Transaction", new string('b', 64)), ("How you know", "the explorer"));
        sells["transfer"] = await SellAsync(shop, "user-untold");
        await SettleAsync("transfer", "Count a transfer", ("Transaction", await shop.DepositAsync(sells["transfer"], "250")));

        var ends = await Task.WhenAll(sells.Select(async sell => $"{sell.Key}: {(await shop.ReadSellAsync(sell.Value)).Text("phase")}"));
        CollectionAssert.AreEquivalent(new[] { "entry: expired", "payout: paid", "refund: refunded", "transfer: paid" }, ends);

        async Task SettleAsync(string name, string act, params (string Label, string Text)[] fields)
        {
            await AskAsync(operating, sells[name], act, fields);
            await approving.AgreeAsync();
            await shop.PassAsync(sells[name]);
        }
    }

    /// <summary>A payout and a refund whose providers never say what became of them, and a list with something unreadable in it.</summary>
    private static async Task<Dictionary<string, OpenedSession>> LeaveOpenAsync(Shop shop)
    {
        var sells = new Dictionary<string, OpenedSession>
        {
            ["payout"] = await SellAsync(shop, "user-payout"),
            ["refund"] = await SellAsync(shop, "user-refund", "tok_closed"),
            ["entry"] = await SellAsync(shop, "user-entry"),
        };
        await shop.DepositAsync(sells["refund"], "250");
        await shop.ControlAsync("/sandbox/faults", new { provider = "custodian", mode = "503", call = "POST /refunds" });
        await shop.WalkAsync(sells["refund"]);
        shop.Clock.Advance(TimeSpan.FromMinutes(16)); // so that the payout is asked about, and has failed
        await shop.WalkAsync(sells["refund"]);
        await shop.DepositAsync(sells["payout"], "250");
        await shop.ControlAsync("/sandbox/faults", new { provider = "payouts", mode = "503", call = "POST /payouts" });
        await shop.WalkAsync(sells["payout"]);
        shop.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        await shop.WalkAsync(sells["payout"]);
        await shop.WalkAsync(sells["refund"]);
        await shop.ControlAsync("/sandbox/faults", new { provider = "custodian", mode = "unreadable_entry", times = 1000 });
        await shop.WalkAsync(sells["entry"]);
        shop.Clock.Advance(TimeSpan.FromMinutes(61));
        await shop.WalkAsync(sells["entry"]);
        return sells;
    }

    /// <summary>A sell into each queue, by what providers and partners do.</summary>
    private static async Task<Dictionary<string, OpenedSession>> BringAsync(Shop shop, Listener partner)
    {
        var sells = new Dictionary<string, OpenedSession> { ["late"] = await shop.SellAsync(Bodies.Proof("user-late")) };
        partner.Answer = (_, _) => HttpStatusCode.ServiceUnavailable;
        sells["webhook_dead"] = await shop.PayInAsync();
        await DeliveryTests.DeliverAllAsync(shop, sells["webhook_dead"]);
        partner.Answer = (_, _) => HttpStatusCode.NoContent;
        await shop.WalkAsync(sells["late"]);
        await ComeLateAsync(shop, sells["late"]);
        await shop.ControlAsync("/sandbox/refund_failures", new { address = Blocked });
        sells["refund_failed"] = await SellAsync(shop, "user-closed", "tok_closed", Blocked);
        sells["action_required"] = await SellAsync(shop, "user-declined", "tok_declined");
        foreach (var name in new[] { "refund_failed", "action_required" })
        {
            await shop.DepositAsync(sells[name], "250");
            await shop.PassAsync(sells[name]);
        }

        sells["on_hold"] = await SellAsync(shop, "user-risky");
        await PayAsync(shop, sells["on_hold"], new { risk = "high" });
        sells["case"] = await SellAsync(shop, "user-token");
        await PayAsync(shop, sells["case"], new { contract_address = Blocked });
        using var cancelled = await shop.PageAsync(sells["case"], HttpMethod.Post, "/cancel");
        sells["stuck"] = await SellAsync(shop, "user-stuck");
        shop.Clock.Advance(TimeSpan.FromMinutes(10));
        return sells;
    }

    private static async Task<OpenedSession> SellAsync(Shop shop, string user, string card = "tok_ok", string refund = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8")
    {
        var session = await shop.OpenSessionAsync(Bodies.Proof(user));
        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session), card, refund));
        await Shop.ReadAsync(answer, HttpStatusCode.Created);
        return session;
    }

    private static async Task PayAsync(Shop shop, OpenedSession session, object with)
    {
        var body = JsonSerializer.SerializeToNode(with)!.AsObject();
        body["network"] = "TRC20";
        body["amount"] = "250";
        body["address"] = (await shop.ReadSellAsync(session)).GetProperty("deposit").Text("address");
        await shop.ControlAsync("/sandbox/deposits", body);
        await shop.WalkAsync(session);
    }

    /// <summary>From a sender whom nobody sends anything back to without a look.</summary>
    private static async Task ComeLateAsync(Shop shop, OpenedSession session)
    {
        var address = (await shop.ReadSellAsync(session)).GetProperty("deposit").Text("address");
        var deposit = await shop.ControlAsync("/sandbox/deposits", new { network = "TRC20", address, amount = "250", risk = "high" });
        using var notice = await shop.NoticeAsync("/webhooks/deposits", shop.Settings.Custodian.NoticeSecrets, new
        {
            type = "deposit.confirmed",
            data = new
            {
                network = "TRC20",
                asset = "USDT",
                contract_address = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
                address,
                amount = "250",
                tx_hash = deposit.Text("tx_hash"),
                log_index = 0,
                confirmations = 20,
                seen_at = shop.Clock.GetUtcNow(),
                risk = "high",
            },
        });
        Assert.AreEqual(HttpStatusCode.Accepted, notice.StatusCode);
        await shop.WalkAsync(session);
    }

    private static async Task ResolveAsync(Shop shop, Visitor operating, OpenedSession session, params (string Name, (string Label, string Text)[] Fields)[] acts)
    {
        await operating.ShowAsync(session);
        foreach (var (name, fields) in acts)
        {
            await operating.ActAsync(name, "done.", fields);
        }

        await GoOnAsync(shop, session);
    }

    private static async Task AskAsync(Visitor operating, OpenedSession session, string act, params (string Label, string Text)[] fields)
    {
        await operating.ShowAsync(session);
        await operating.ActAsync(act, "asked for. A second operator has to agree", fields);
    }

    private static async Task GoOnAsync(Shop shop, OpenedSession session)
    {
        await shop.WalkAsync(session);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.WalkAsync(session);
    }
}
