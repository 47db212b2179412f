// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record Fee
{
    /// <summary>Of the rate, for every unit converted.</summary>
    [JsonPropertyName("percent")]
    public string Percent { get; init; } = "";
}
