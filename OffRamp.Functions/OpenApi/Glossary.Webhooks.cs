using OffRamp.Functions.Webhooks;

namespace OffRamp.Functions.OpenApi;

internal static partial class Glossary
{
    /// <summary>What partners say and hear of their webhooks.</summary>
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
        ["WebhookTest"] = new("What came of a test event."),
        ["event_id"] = new("The event's, which was the header `webhook-id`.", Schema: """{ "pattern": "^evt_" }"""),
        ["delivered"] = new("It was answered with 2xx in time."),
        ["status_code"] = new("What the endpoint answered; null where no answer came."),
        ["error"] = new("Why none came.", WordsOf(typeof(SendErrors))),
        ["sent_at"] = new("When it was sent."),
    };
}
