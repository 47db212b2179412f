// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>One try to deliver.</summary>
public sealed partial record DeliveryAttempt
{
    /// <summary>When it was sent.</summary>
    [JsonPropertyName("at")]
    public DateTimeOffset At { get; init; }

    /// <summary>What the endpoint answered; null where no answer came.</summary>
    [JsonPropertyName("status_code")]
    public int? StatusCode { get; init; }

    /// <summary>Why none came.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }
}
