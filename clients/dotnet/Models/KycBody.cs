// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record KycBody
{
    /// <summary>The user's e-mail address; needed where the partner named no user.</summary>
    [JsonPropertyName("email")]
    public string? Email { get; init; }
}
