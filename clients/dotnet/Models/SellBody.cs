// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record SellBody
{
    /// <summary>Of a quote that was locked for this session.</summary>
    [JsonPropertyName("quote_id")]
    public required string QuoteId { get; init; }

    /// <summary>The card to pay to, as the payout provider's form gave it.</summary>
    [JsonPropertyName("card_token")]
    public required string CardToken { get; init; }

    /// <summary>The user's own address on the sell's network, for crypto that goes back.</summary>
    [JsonPropertyName("refund_address")]
    public required string RefundAddress { get; init; }
}
