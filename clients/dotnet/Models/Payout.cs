// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>One attempt to push fiat to the card.</summary>
public sealed partial record Payout
{
    /// <summary>`pay_`, the sell's 26 characters, and a number.</summary>
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    /// <summary>From 1.</summary>
    [JsonPropertyName("attempt")]
    public int Attempt { get; init; }

    /// <summary>`returned`: it was settled, and came back.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>In fiat.</summary>
    [JsonPropertyName("amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Amount { get; init; }

    /// <summary>Of the amount.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; init; } = "";

    /// <summary>The card that it goes to.</summary>
    [JsonPropertyName("card")]
    public Card Card { get; init; } = null!;

    /// <summary>What came back, of a payout that was returned; null for any other.</summary>
    [JsonPropertyName("returned_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal? ReturnedAmount { get; init; }

    /// <summary>The payout provider's word for why it failed.</summary>
    [JsonPropertyName("failure_code")]
    public string? FailureCode { get; init; }

    /// <summary>What the payout provider calls it.</summary>
    [JsonPropertyName("provider_reference")]
    public string? ProviderReference { get; init; }

    /// <summary>When it was handed to the payout provider.</summary>
    [JsonPropertyName("submitted_at")]
    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it was paid.</summary>
    [JsonPropertyName("settled_at")]
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Only on what a recovery after the end added: which one, from 1.</summary>
    [JsonPropertyName("recovery")]
    public int? Recovery { get; init; }
}
