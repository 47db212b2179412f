// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>One transfer to the sell's address.</summary>
public sealed partial record Deposit
{
    /// <summary>`dep_`, the sell's 26 characters, and a number.</summary>
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    /// <summary>Of the transaction.</summary>
    [JsonPropertyName("tx_hash")]
    public string TxHash { get; init; } = "";

    /// <summary>Which transfer of the transaction.</summary>
    [JsonPropertyName("log_index")]
    public int LogIndex { get; init; }

    /// <summary>In the asset.</summary>
    [JsonPropertyName("amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Amount { get; init; }

    /// <summary>`dropped`: it was seen and is not on the chain any more.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>How many it has.</summary>
    [JsonPropertyName("confirmations")]
    public int Confirmations { get; init; }

    /// <summary>When it was first seen on the network.</summary>
    [JsonPropertyName("seen_at")]
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>When it had enough confirmations.</summary>
    [JsonPropertyName("confirmed_at")]
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Only on what a recovery after the end added: which one, from 1.</summary>
    [JsonPropertyName("recovery")]
    public int? Recovery { get; init; }
}
