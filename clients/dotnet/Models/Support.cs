// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>Where a partner's users find help.</summary>
public sealed partial record Support
{
    /// <summary>An address to write to.</summary>
    [JsonPropertyName("email")]
    public string? Email { get; init; }

    /// <summary>A page.</summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }
}
