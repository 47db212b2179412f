// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>Crypto on its way back to the refund address.</summary>
public sealed partial record Refund
{
    /// <summary>`ref_`, the sell's 26 characters, and a number.</summary>
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    /// <summary>`sent`: it is confirmed on the network.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>In the asset.</summary>
    [JsonPropertyName("amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Amount { get; init; }

    /// <summary>Where it goes.</summary>
    [JsonPropertyName("address")]
    public string Address { get; init; } = "";

    /// <summary>Why it goes back.</summary>
    [JsonPropertyName("reason")]
    public string Reason { get; init; } = "";

    /// <summary>Of the transaction.</summary>
    [JsonPropertyName("tx_hash")]
    public string? TxHash { get; init; }

    /// <summary>When it was made.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Only on what a recovery after the end added: which one, from 1.</summary>
    [JsonPropertyName("recovery")]
    public int? Recovery { get; init; }
}
