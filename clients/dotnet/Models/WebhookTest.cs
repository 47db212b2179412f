// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What came of a test event.</summary>
public sealed partial record WebhookTest
{
    /// <summary>The event's, which was the header `webhook-id`.</summary>
    [JsonPropertyName("event_id")]
    public string EventId { get; init; } = "";

    /// <summary>Where webhooks go: an https address on the public internet, at any port.</summary>
    [JsonPropertyName("url")]
    public string Url { get; init; } = "";

    /// <summary>It was answered with 2xx in time.</summary>
    [JsonPropertyName("delivered")]
    public bool Delivered { get; init; }

    /// <summary>What the endpoint answered; null where no answer came.</summary>
    [JsonPropertyName("status_code")]
    public int? StatusCode { get; init; }

    /// <summary>Why none came.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>When it was sent.</summary>
    [JsonPropertyName("sent_at")]
    public DateTimeOffset SentAt { get; init; }

    /// <summary>What this is.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "";
}
