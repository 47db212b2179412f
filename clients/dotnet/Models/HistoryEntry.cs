// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record HistoryEntry
{
    /// <summary>Counts the events of a session and its sell together, from 1; of a sell its last event's.</summary>
    [JsonPropertyName("sequence")]
    public long Sequence { get; init; }

    /// <summary>Where it stands.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>Where it stands in its story.</summary>
    [JsonPropertyName("phase")]
    public string Phase { get; init; } = "";

    /// <summary>When.</summary>
    [JsonPropertyName("at")]
    public DateTimeOffset At { get; init; }

    /// <summary>Why; null where it goes without saying.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }
}
