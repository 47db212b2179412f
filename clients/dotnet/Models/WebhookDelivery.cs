// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What became of one event on its way to the endpoint.</summary>
public sealed partial record WebhookDelivery
{
    /// <summary>The delivery's: `whk_` and the characters of its event's id.</summary>
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    /// <summary>What this is.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "";

    /// <summary>The event's, which was the header `webhook-id`.</summary>
    [JsonPropertyName("event_id")]
    public string EventId { get; init; } = "";

    /// <summary>What happened: `sell.completed`.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    /// <summary>The session; it and its sell share their 26 characters.</summary>
    [JsonPropertyName("session_id")]
    public string SessionId { get; init; } = "";

    /// <summary>The event's among those of its session and sell.</summary>
    [JsonPropertyName("sequence")]
    public long Sequence { get; init; }

    /// <summary>What became of it: `dead` was given up, `skipped` nobody wanted: no endpoint, a disabled one, or one for other types.</summary>
    [JsonPropertyName("state")]
    public string State { get; init; } = "";

    /// <summary>The tries, oldest first.</summary>
    [JsonPropertyName("attempts")]
    public IReadOnlyList<DeliveryAttempt> Attempts { get; init; } = [];

    /// <summary>When it happened.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset CreatedAt { get; init; }
}
