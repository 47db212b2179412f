// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record IfUnder
{
    /// <summary>From here on it counts as exact.</summary>
    [JsonPropertyName("accepted_from")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal AcceptedFrom { get; init; }

    /// <summary>What is done.</summary>
    [JsonPropertyName("outcome")]
    public string Outcome { get; init; } = "";

    /// <summary>Below it nothing is converted: it is refunded.</summary>
    [JsonPropertyName("minimum")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Minimum { get; init; }

    /// <summary>One amount that might come, and what becomes of it.</summary>
    [JsonPropertyName("example")]
    public Example Example { get; init; } = null!;
}
