// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json;
using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>Something that happened to a session or its sell, as its partner is told: the webhook's body.</summary>
public sealed partial record OffRampEvent
{
    /// <summary>What it is known by.</summary>
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    /// <summary>What happened.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    /// <summary>Of the shape of `data`.</summary>
    [JsonPropertyName("api_version")]
    public string ApiVersion { get; init; } = "";

    /// <summary>When it was made.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Counts the events of a session and its sell together, from 1, without gaps.</summary>
    [JsonPropertyName("sequence")]
    public long Sequence { get; init; }

    /// <summary>Where it stood before; null for the first one, and where there is none.</summary>
    [JsonPropertyName("previous_status")]
    public string? PreviousStatus { get; init; }

    /// <summary>The session or the sell, as it was right then.</summary>
    [JsonPropertyName("data")]
    public JsonElement Data { get; init; }
}
