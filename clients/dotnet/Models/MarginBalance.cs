// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What you have earned in one currency.</summary>
public sealed partial record MarginBalance
{
    /// <summary>Of the amount.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; init; } = "";

    /// <summary>Your margin on what was paid out, less that on what came back.</summary>
    [JsonPropertyName("margin")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Margin { get; init; }
}
