// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record Card
{
    /// <summary>Such as `visa`.</summary>
    [JsonPropertyName("brand")]
    public string Brand { get; init; } = "";

    /// <summary>The number's last four digits.</summary>
    [JsonPropertyName("last4")]
    public string Last4 { get; init; } = "";
}
