// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What you have earned.</summary>
public sealed partial record Balances
{
    /// <summary>What this is.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "";

    /// <summary>By currency; one in which nothing was paid out is not there.</summary>
    [JsonPropertyName("data")]
    public IReadOnlyList<MarginBalance> Data { get; init; } = [];

    /// <summary>When that was so.</summary>
    [JsonPropertyName("as_of")]
    public DateTimeOffset AsOf { get; init; }
}
