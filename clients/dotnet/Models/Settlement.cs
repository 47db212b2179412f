// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What was booked on one UTC day, by sell.</summary>
public sealed partial record Settlement
{
    /// <summary>What this is.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "";

    /// <summary>The UTC day.</summary>
    [JsonPropertyName("date")]
    public DateOnly Date { get; init; }

    /// <summary>The day is over by 10 min and more: nothing is booked on it any more.</summary>
    [JsonPropertyName("final")]
    public bool Final { get; init; }

    /// <summary>What there is, in the order that the call names.</summary>
    [JsonPropertyName("data")]
    public IReadOnlyList<SettledSell> Data { get; init; } = [];

    /// <summary>Of all pages so far; on the last page of the whole day.</summary>
    [JsonPropertyName("totals")]
    public IReadOnlyList<SettlementTotals> Totals { get; init; } = [];

    /// <summary>There are more after these.</summary>
    [JsonPropertyName("has_more")]
    public bool HasMore { get; init; }

    /// <summary>Given as `cursor` it asks for what follows; null at the end.</summary>
    [JsonPropertyName("next_cursor")]
    public string? NextCursor { get; init; }
}
