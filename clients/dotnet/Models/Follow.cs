// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record Follow
{
    /// <summary>The WebSocket's address, for one connection within 60 s.</summary>
    [JsonPropertyName("url")]
    public string Url { get; init; } = "";
}
