using System.Text.Json.Serialization;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>What became of an event on its way to the partner's endpoint, as the partner sees it.</summary>
internal sealed record WebhookDeliveryView
{
    public required WebhookId Id { get; init; }
    [JsonPropertyName("object")]
    public string Kind { get; } = "webhook_delivery";
    public required Ids.EventId EventId { get; init; }
    public required string Type { get; init; }
    public required SessionId SessionId { get; init; }
    public required long Sequence { get; init; }
    public required DeliveryState State { get; init; }
    public required IReadOnlyList<DeliveryAttempt> Attempts { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public static WebhookDeliveryView Of(SellId sell, OutgoingEvent outgoing) => new()
    {
        Id = WebhookId.Of(outgoing.Event.Id.Id),
        EventId = outgoing.Event.Id,
        Type = outgoing.Event.Type,
        SessionId = sell.Session,
        Sequence = outgoing.Event.Sequence,
        State = outgoing.State,
        Attempts = outgoing.Attempts,
        CreatedAt = outgoing.Event.CreatedAt,
    };
}
