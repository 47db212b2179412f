// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is wrong with one field.</summary>
public sealed partial record FieldProblem
{
    /// <summary>Where in the body or query: `limits.per_sell`.</summary>
    [JsonPropertyName("path")]
    public string Path { get; init; } = "";

    /// <summary>What to decide by; it does not change.</summary>
    [JsonPropertyName("code")]
    public string Code { get; init; } = "";

    /// <summary>What is wrong with the field, in a sentence.</summary>
    [JsonPropertyName("message")]
    public string Message { get; init; } = "";

    /// <summary>What is wrong with an address or a card, where the code does not say it.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>The limit that the amount is under or over.</summary>
    [JsonPropertyName("limit")]
    public AmountLimit? Limit { get; init; }
}
