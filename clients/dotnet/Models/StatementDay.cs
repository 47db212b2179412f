// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>A UTC day on which something was booked.</summary>
public sealed partial record StatementDay
{
    /// <summary>The UTC day.</summary>
    [JsonPropertyName("date")]
    public DateOnly Date { get; init; }

    /// <summary>On how many sells something was booked.</summary>
    [JsonPropertyName("sells")]
    public int Sells { get; init; }

    /// <summary>Of the day.</summary>
    [JsonPropertyName("totals")]
    public IReadOnlyList<SettlementTotals> Totals { get; init; } = [];
}
