// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record StartedKyc
{
    /// <summary>Whether the user may sell: only `verified` may.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>Where the user is verified; null for one who is already.</summary>
    [JsonPropertyName("verification_url")]
    public string? VerificationUrl { get; init; }
}
