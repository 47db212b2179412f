// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>Where a partner's webhooks go. A partner has one endpoint.</summary>
public sealed partial record WebhookEndpoint
{
    /// <summary>What this is.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "";

    /// <summary>Where webhooks go: an https address on the public internet, at any port.</summary>
    [JsonPropertyName("url")]
    public string Url { get; init; } = "";

    /// <summary>The types that are sent; null for all, those to come included.</summary>
    [JsonPropertyName("event_types")]
    public IReadOnlyList<string>? EventTypes { get; init; }

    /// <summary>To a `disabled` one nothing is sent, until its address is set again.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>Why nothing is sent: `gone` where it answered 410.</summary>
    [JsonPropertyName("disabled_reason")]
    public string? DisabledReason { get; init; }

    /// <summary>Since when nothing is sent.</summary>
    [JsonPropertyName("disabled_at")]
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Until when the secret before the last rotation signs too.</summary>
    [JsonPropertyName("old_secret_until")]
    public DateTimeOffset? OldSecretUntil { get; init; }

    /// <summary>When it was made.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Signs every webhook, by Standard Webhooks 1.0. Shown once.</summary>
    [JsonPropertyName("secret")]
    public string? Secret { get; init; }
}
