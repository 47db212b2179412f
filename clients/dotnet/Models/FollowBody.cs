// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record FollowBody
{
    /// <summary>The last sequence that the client has; every change after it comes first.</summary>
    [JsonPropertyName("after")]
    public long? After { get; init; }
}
