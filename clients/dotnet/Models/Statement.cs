// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>A month, day by day.</summary>
public sealed partial record Statement
{
    /// <summary>What this is.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "";

    /// <summary>The month.</summary>
    [JsonPropertyName("month")]
    public string Month { get; init; } = "";

    /// <summary>The month is over by 10 min and more: nothing is booked in it any more.</summary>
    [JsonPropertyName("final")]
    public bool Final { get; init; }

    /// <summary>The days on which something was booked, in their order.</summary>
    [JsonPropertyName("data")]
    public IReadOnlyList<StatementDay> Data { get; init; } = [];

    /// <summary>Of the month.</summary>
    [JsonPropertyName("totals")]
    public IReadOnlyList<SettlementTotals> Totals { get; init; } = [];
}
