// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record UserAction
{
    /// <summary>`payout_details`: another card, or the wish to have the crypto back. `refund_address`: another address, because the one on record took no refund.</summary>
    [JsonPropertyName("kind")]
    public string Kind { get; init; } = "";

    /// <summary>Until when; null for no end. Then the crypto goes back.</summary>
    [JsonPropertyName("until")]
    public DateTimeOffset? Until { get; init; }
}
