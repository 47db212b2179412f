using System.Text.Json.Serialization;

namespace OffRamp.Functions.Webhooks.Out.Endpoint;

internal enum WebhookEndpointStatus { Enabled, Disabled }

/// <summary>An endpoint as its partner sees it.</summary>
internal sealed record WebhookEndpointView
{
    [JsonPropertyName("object")]
    public string Kind { get; } = "webhook_endpoint";
    public required string Url { get; init; }
    public IReadOnlyList<string>? EventTypes { get; init; }
    public required WebhookEndpointStatus Status { get; init; }
    public string? DisabledReason { get; init; }
    public DateTimeOffset? DisabledAt { get; init; }
    public DateTimeOffset? OldSecretUntil { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Shown once, by the call that makes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    public static WebhookEndpointView Of(WebhookEndpoint endpoint, DateTimeOffset now) => new()
    {
        Url = endpoint.Url.AbsoluteUri,
        EventTypes = endpoint.EventTypes,
        Status = endpoint.IsDisabled ? WebhookEndpointStatus.Disabled : WebhookEndpointStatus.Enabled,
        DisabledReason = endpoint.DisabledReason,
        DisabledAt = endpoint.DisabledAt,
        OldSecretUntil = endpoint.Secrets.OldUntil(now),
        CreatedAt = endpoint.CreatedAt,
        UpdatedAt = endpoint.UpdatedAt,
    };
}
