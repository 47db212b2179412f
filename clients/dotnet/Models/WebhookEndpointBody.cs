// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record WebhookEndpointBody
{
    /// <summary>Where webhooks go: an https address on the public internet, at any port.</summary>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>The types that are sent; null for all, those to come included.</summary>
    [JsonPropertyName("event_types")]
    public IReadOnlyList<string>? EventTypes { get; init; }
}
