// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record LedgerEntry
{
    /// <summary>Counts the events of a session and its sell together, from 1; of a sell its last event's.</summary>
    [JsonPropertyName("sequence")]
    public long Sequence { get; init; }

    /// <summary>Where the value is.</summary>
    [JsonPropertyName("account")]
    public string Account { get; init; } = "";

    /// <summary>Of the amount.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; init; } = "";

    /// <summary>Signed: sources are negative, uses positive.</summary>
    [JsonPropertyName("amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Amount { get; init; }

    /// <summary>When.</summary>
    [JsonPropertyName("at")]
    public DateTimeOffset At { get; init; }
}
