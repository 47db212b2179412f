// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>The least or the most of an asset.</summary>
public sealed partial record AmountLimit
{
    /// <summary>In units of `currency`.</summary>
    [JsonPropertyName("amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Amount { get; init; }

    /// <summary>The asset.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; init; } = "";

    /// <summary>What it is a limit of: one sell, or one user's UTC day.</summary>
    [JsonPropertyName("per")]
    public string Per { get; init; } = "";
}
