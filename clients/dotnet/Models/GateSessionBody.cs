// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record GateSessionBody
{
    /// <summary>Always `off_ramp`.</summary>
    [JsonPropertyName("flow")]
    public string Flow { get; init; } = "off_ramp";

    /// <summary>Fixes what is paid out, in `currency`.</summary>
    [JsonPropertyName("amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal? Amount { get; init; }

    /// <summary>The currency that is paid out.</summary>
    [JsonPropertyName("currency")]
    public required string Currency { get; init; }

    /// <summary>The asset that is sold.</summary>
    [JsonPropertyName("target_token")]
    public required string TargetToken { get; init; }

    /// <summary>The chain on which the crypto comes: `TRON`, `ETHEREUM`, or a `network` that capabilities list besides.</summary>
    [JsonPropertyName("target_network")]
    public required string TargetNetwork { get; init; }

    /// <summary>The partner's own reference for this attempt.</summary>
    [JsonPropertyName("user_reference")]
    public required string UserReference { get; init; }

    /// <summary>The user, as the partner knows them.</summary>
    [JsonPropertyName("partner_user_id")]
    public string? PartnerUserId { get; init; }

    /// <summary>The user's e-mail address.</summary>
    [JsonPropertyName("user_email")]
    public string? UserEmail { get; init; }

    /// <summary>Where the user goes when done: https, or http on localhost.</summary>
    [JsonPropertyName("return_url")]
    public string? ReturnUrl { get; init; }

    /// <summary>Where the user goes when they give up: https, or http on localhost.</summary>
    [JsonPropertyName("cancel_url")]
    public string? CancelUrl { get; init; }

    /// <summary>Where the user is; needed where the partner's policies name countries.</summary>
    [JsonPropertyName("country")]
    public string? Country { get; init; }

    /// <summary>The partner's own words: up to 50 keys of 40 characters, values of 500. Users never see it.</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
