using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Webhooks.Out;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.Functions.Webhooks.Out.Endpoint;

namespace OffRamp.Functions.OpenApi;

internal static partial class Glossary
{
    /// <summary>What partners say and hear of their webhooks, and of their days.</summary>
    private static Dictionary<string, Meaning> WebhookFields => new()
    {
        ["WebhookEndpoint"] = new("Where a partner's webhooks go. A partner has one endpoint."),
        ["url"] = new("Where webhooks go: an https address on the public internet, at any port.", Schema: Url),
        ["event_types"] = new("The types that are sent; null for all, those to come included.", WebhookTypes.All),
        ["WebhookEndpoint.status"] = new("To a `disabled` one nothing is sent, until its address is set again."),
        ["disabled_reason"] = new("Why nothing is sent: `gone` where it answered 410."),
        ["disabled_at"] = new("Since when nothing is sent."),
        ["old_secret_until"] = new("Until when the secret before the last rotation signs too."),
        ["secret"] = new("Signs every webhook, by Standard Webhooks 1.0. Shown once.", Schema: """{ "pattern": "^whsec_" }"""),
        ["sell_id"] = new("The sell."),
        ["SettledSell.entries"] = new("What was booked that day, in order."),
        ["getSettlement.limit"] = new("How many sells at most.", Schema: """{ "minimum": 1, "maximum": 1000, "default": 1000 }"""),
        ["query.date"] = new("The UTC day.", Schema: """{ "format": "date" }"""),
        ["Settlement"] = new("What was booked on one UTC day, by sell."),
        ["SettledSell"] = new("A sell on which something was booked that day."),
        ["date"] = new("The UTC day.", Schema: """{ "format": "date" }"""),
        ["final"] = new("The day is over by 10 min and more: nothing is booked on it any more."),
        ["Settlement.totals"] = new("Of all pages so far; on the last page of the whole day."),
        ["SettledSell.totals"] = new("Of the entries, by currency."),
        ["SettlementTotals"] = new("What was booked in one currency, signed as in the ledger: where it came from is negative. All of it is zero together."),
        ["SettlementTotals.currency"] = new("Of the amounts."),
        ["SettlementTotals.received"] = new("Confirmed deposits.", Schema: Amount),
        ["SettlementTotals.held"] = new("Not sold and not sent back yet.", Schema: Amount),
        ["SettlementTotals.converted"] = new("Sold: crypto that went, or the fiat that it was worth.", Schema: Amount),
        ["SettlementTotals.refunded"] = new("Sent back.", Schema: Amount),
        ["SettlementTotals.refund_costs"] = new("What users bore of sending back what came late, twice or beyond the quote.", Schema: Amount),
        ["SettlementTotals.network_costs"] = new("What networks took for sending refunds, in the asset: our expense.", Schema: Amount),
        ["SettlementTotals.own_funds"] = new("What of ours went into that; the same amount, negative.", Schema: Amount),
        ["SettlementTotals.paid_out"] = new("Settled on cards.", Schema: Amount),
        ["SettlementTotals.fees"] = new("What we keep.", Schema: Amount),
        ["SettlementTotals.return_costs"] = new("What banks kept of payouts that came back; negative: it is our cost.", Schema: Amount),
        ["SettlementTotals.rounding"] = new("What the smallest unit cannot hold.", Schema: Amount),
        ["WebhookDelivery"] = new("What became of one event on its way to the endpoint."),
        ["WebhookDelivery.id"] = new("The delivery's: `whk_` and the characters of its event's id."),
        ["WebhookDelivery.type"] = new("What happened: `sell.completed`."),
        ["WebhookDelivery.sequence"] = new("The event's among those of its session and sell."),
        ["WebhookDelivery.created_at"] = new("When it happened."),
        ["state"] = new("What became of it: `dead` was given up, `skipped` nobody wanted: no endpoint, a disabled one, or one for other types."),
        ["attempts"] = new("The tries, oldest first."),
        ["DeliveryAttempt"] = new("One try to deliver."),
        ["DeliveryAttempt.at"] = new("When it was sent."),
        ["query.event_id"] = new("Only that of this event.", Schema: Short),
        ["query.state"] = new("Only those of which this became."),
        ["webhook_deliveries.id"] = new("The delivery's id.", Schema: """{ "pattern": "^whk_" }"""),
        ["WebhookTest"] = new("What came of a test event."),
        ["event_id"] = new("The event's, which was the header `webhook-id`.", Schema: """{ "pattern": "^evt_" }"""),
        ["delivered"] = new("It was answered with 2xx in time."),
        ["status_code"] = new("What the endpoint answered; null where no answer came."),
        ["error"] = new("Why none came.", WordsOf(typeof(SendErrors))),
        ["Event"] = new("Something that happened to a session or its sell, as its partner is told: the webhook's body."),
        ["Event.type"] = new("What happened.", WebhookTypes.All),
        ["Event.data"] = new("The session or the sell, as it was right then.", Shapes: [typeof(SellView), typeof(SessionView)]),
        ["Event.sequence"] = new("Counts the events of a session and its sell together, from 1, without gaps."),
        ["api_version"] = new("Of the shape of `data`."),
        ["previous_status"] = new("Where it stood before; null for the first one, and where there is none."),
        ["EventDelivery"] = new("What became of an event on its way to the partner's endpoint."),
        ["EventDelivery.type"] = new("What happened.", WebhookTypes.All),
        ["EventDelivery.sequence"] = new("The event's."),
        ["EventDelivery.state"] = new("`dead`: it was given up after ten tries. `skipped`: nobody wanted it."),
        ["sent_at"] = new("When it was sent."),
    };
}
