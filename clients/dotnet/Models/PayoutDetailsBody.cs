// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record PayoutDetailsBody
{
    /// <summary>The card to pay to, as the payout provider's form gave it.</summary>
    [JsonPropertyName("card_token")]
    public string? CardToken { get; init; }

    /// <summary>True: the user wants the crypto back instead.</summary>
    [JsonPropertyName("refund")]
    public bool? Refund { get; init; }

    /// <summary>The user's own address on the sell's network, for crypto that goes back.</summary>
    [JsonPropertyName("refund_address")]
    public string? RefundAddress { get; init; }
}
