using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>For each code of the catalogue a request that is refused with it.</summary>
internal static partial class WaysToCodes
{
    /// <summary>What a client can do by itself, in an app that is well. Each leaves the market as the next needs it.</summary>
    public static readonly Dictionary<string, Func<Market, Task<HttpResponseMessage>>> Asked = new()
    {
        ["invalid_json"] = market => market.CallAsync(Session, Market.Json("{")),
        ["invalid_request"] = BreakOffAsync,
        ["idempotency_key_required"] = market => market.CallAsync(Gate, Market.Json("{}")),
        ["invalid_idempotency_key"] = market => market.CallAsync(Gate, Market.Json("{}"), new string('k', 256)),
        ["idempotency_key_reused"] = ReuseKeyAsync,
        ["idempotency_in_progress"] = AskAgainMeanwhileAsync,
        ["unauthorized"] = market => market.Shop.Client.GetAsync("/v1/sells"),
        ["invalid_signature"] = market => market.Shop.Client.PostAsync("/webhooks/deposits", Market.Json("{}")),
        ["offramp_disabled"] = async market => await market.Shop.PartnerAsync(
            HttpMethod.Post, "/v1/quotes", new { }, token: await market.Shop.AddPartnerAsync(enabled: false)),
        ["not_found"] = market => market.Shop.Client.GetAsync("/v1/nothing"),
        ["method_not_allowed"] = market => market.Shop.Client.DeleteAsync("/v1/sells"),
        ["length_required"] = market => market.CallAsync(
            Session, Market.Json(""), change: request => request.Headers.TransferEncodingChunked = true),
        ["body_too_large"] = market => market.CallAsync(Session, Market.Json(new string(' ', 65_537))),
        ["unsupported_media_type"] = market => market.CallAsync(Session, new StringContent("{}", Encoding.UTF8, "text/plain")),
        ["validation_failed"] = market => market.CallAsync(Session, Market.Json("{}")),
        ["type_not_supported"] = market => market.CallAsync(Session, Body(Bodies.Proof().With("type", "buy"))),
        ["fiat_not_supported"] = market => market.CallAsync(Session, Body(Bodies.Proof().With("fiat_currency", "GBP"))),
        ["country_not_supported"] = OpenAbroadAsync,
        ["limit_exceeded"] = market => market.CallAsync(Session, Body(Bodies.Proof().With("crypto_amount", "10001"))),
        ["amount_fixed"] = async market => await market.Shop.PageAsync(
            await market.Shop.OpenSessionAsync(Bodies.Proof().With("crypto_amount", "250")), HttpMethod.Post, "/quote", new { crypto_amount = "251" }),
        ["precondition_failed"] = market => market.CallAsync(
            RouteTable.Get("POST /ops/api/assets/{asset}/{network}"), Market.Json("{\"paused\":true}"), change: request => request.Headers.IfMatch.ParseAdd("\"old\"")),
        ["asset_paused"] = AskWhilePausedAsync,
        ["kyc_required"] = async market => await SellAsync(
            market, await market.Shop.OpenSessionAsync(Bodies.Proof("user-new", "ann@example.com"))),
        ["quote_not_valid"] = market => market.Shop.PageAsync(market.Open, HttpMethod.Post, "/sell", Bodies.Sell("quo_of_mine")),
        ["invalid_refund_address"] = market => SellAsync(market, market.Open, refund: "nowhere"),
        ["invalid_card_token"] = market => SellAsync(market, market.Open, card: "tok_nobody"),
        ["quote_expired"] = SellTooLateAsync,
        ["sell_exists"] = market => market.Shop.PageAsync(market.Sold, HttpMethod.Post, "/quote", new { crypto_amount = "250" }),
        ["no_action_required"] = market => market.Shop.PageAsync(market.Sold, HttpMethod.Post, "/payout_details", new { card_token = "tok_ok" }),
        ["stale"] = market => market.Shop.OperatorAsync(market.Sold, new JsonObject { ["action"] = "hold" }, seen: 1),
        ["action_not_possible"] = market => market.Shop.OperatorAsync(market.Sold, new JsonObject { ["action"] = "release" }),
        ["notice_processed"] = ProcessTwiceAsync,
        ["deposit_already_detected"] = CancelAfterDepositAsync,
        ["payout_unresolved"] = RefundWhilePayingAsync,
        ["session_ended"] = async market => await market.Shop.PageAsync(
            await CancelledAsync(market), HttpMethod.Post, "/quote", new { crypto_amount = "250" }),
        ["session_not_cancellable"] = CancelTooLateAsync,
        ["orchestrations_unavailable"] = market => market.CallAsync(RouteTable.Get("GET /ops/api/orchestrations")),
    };

    private static KnownRoute Session => RouteTable.Get("POST /widget/session");

    private static KnownRoute Gate => RouteTable.Get("POST /v1/sessions");

    private static ByteArrayContent Body(JsonObject body) => Market.Json(body.ToJsonString());

    private static async Task<HttpResponseMessage> ReuseKeyAsync(Market market)
    {
        using var first = await market.CallAsync(Gate, Body(Bodies.Gate("order-1")), "reused");
        return await market.CallAsync(Gate, Body(Bodies.Gate("order-2")), "reused");
    }

    private static async Task<HttpResponseMessage> OpenAbroadAsync(Market market)
    {
        var token = await market.Shop.AddPartnerAsync(enabled: true, new { countries = new[] { "FR" } });
        return await market.Shop.PartnerAsync(HttpMethod.Post, "/widget/session", Bodies.Proof().With("country", "DE"), token: token);
    }

    private static async Task<HttpResponseMessage> AskWhilePausedAsync(Market market)
    {
        var pause = RouteTable.Get("POST /ops/api/assets/{asset}/{network}");
        using var paused = await market.CallAsync(pause, Market.Json("{\"paused\":true}"));
        var answer = await market.Shop.PageAsync(market.Open, HttpMethod.Post, "/quote", new { crypto_amount = "250" });
        using var resumed = await market.CallAsync(pause, Market.Json("{\"paused\":false}"));
        return answer;
    }

    private static async Task<HttpResponseMessage> SellAsync(
        Market market, OpenedSession session, string card = "tok_ok", string refund = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8") =>
        await market.Shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await market.Shop.QuoteAsync(session), card, refund));

    private static async Task<HttpResponseMessage> SellTooLateAsync(Market market)
    {
        var quote = await market.Shop.QuoteAsync(market.Open);
        market.Shop.Clock.Advance(TimeSpan.FromSeconds(60));
        return await market.Shop.PageAsync(market.Open, HttpMethod.Post, "/sell", Bodies.Sell(quote));
    }

    private static async Task<HttpResponseMessage> CancelAfterDepositAsync(Market market)
    {
        var session = await market.Shop.SellAsync();
        await market.Shop.DepositAsync(session, "250", stopAt: "seen");
        return await market.Shop.PageAsync(session, HttpMethod.Post, "/cancel");
    }

    private static async Task<HttpResponseMessage> RefundWhilePayingAsync(Market market)
    {
        var session = await market.Shop.SellAsync(card: "tok_slow");
        await market.Shop.DepositAsync(session, "250");
        await market.Shop.WalkAsync(session);
        return await market.Shop.OperatorAsync(session, new JsonObject { ["action"] = "refund" });
    }

    private static async Task<HttpResponseMessage> ProcessTwiceAsync(Market market)
    {
        var path = $"/ops/api/notices/unmatched/{await market.Shop.SetAsideAsync(await market.Shop.DepositAsync(market.Sold, "250"))}/process";
        using var first = await market.Shop.OperatorAsync(path, new { sell_id = market.Sold.SellId, reason = "because" });
        Assert.AreEqual(HttpStatusCode.OK, first.StatusCode);
        return await market.Shop.OperatorAsync(path, new { sell_id = market.Sold.SellId, reason = "because" });
    }

    private static async Task<OpenedSession> CancelledAsync(Market market)
    {
        var session = await market.Shop.OpenSessionAsync();
        using var cancelled = await market.Shop.PageAsync(session, HttpMethod.Post, "/cancel");
        return session;
    }

    private static async Task<HttpResponseMessage> CancelTooLateAsync(Market market)
    {
        var session = await market.Shop.OpenSessionAsync();
        market.Shop.Clock.Advance(TimeSpan.FromHours(1));
        return await market.Shop.PageAsync(session, HttpMethod.Post, "/cancel");
    }
}
