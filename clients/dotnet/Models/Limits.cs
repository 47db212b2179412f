// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record Limits
{
    /// <summary>The largest sell; null for no cap of the partner's own.</summary>
    [JsonPropertyName("per_sell")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal PerSell { get; init; }

    /// <summary>The most that one user sells in one UTC day; null for no cap of the partner's own.</summary>
    [JsonPropertyName("per_user_day")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal PerUserDay { get; init; }
}
