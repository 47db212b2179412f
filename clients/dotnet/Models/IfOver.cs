// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record IfOver
{
    /// <summary>What is done with an excess above `converted_below`.</summary>
    [JsonPropertyName("outcome")]
    public string Outcome { get; init; } = "";

    /// <summary>An excess of at most so much of the asset is paid with the rest, at the quote's rate; it never goes back.</summary>
    [JsonPropertyName("converted_below")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal ConvertedBelow { get; init; }

    /// <summary>One amount that might come, and what becomes of it.</summary>
    [JsonPropertyName("example")]
    public Example Example { get; init; } = null!;
}
