// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record ProofSessionBody
{
    /// <summary>`buy` is refused as `type_not_supported`.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "sell";

    /// <summary>The user, as the partner knows them.</summary>
    [JsonPropertyName("partner_user_id")]
    public required string PartnerUserId { get; init; }

    /// <summary>The user's e-mail address.</summary>
    [JsonPropertyName("user_email")]
    public required string UserEmail { get; init; }

    /// <summary>The asset that is sold.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; init; } = "USDT";

    /// <summary>The chain on which the crypto comes; `TRC20` where it is not said.</summary>
    [JsonPropertyName("network")]
    public string? Network { get; init; }

    /// <summary>The currency that is paid out.</summary>
    [JsonPropertyName("fiat_currency")]
    public required string FiatCurrency { get; init; }

    /// <summary>Fixes what is paid out; at most one of the two amounts.</summary>
    [JsonPropertyName("fiat_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal? FiatAmount { get; init; }

    /// <summary>Fixes what is sold; at most one of the two amounts.</summary>
    [JsonPropertyName("crypto_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal? CryptoAmount { get; init; }

    /// <summary>Where the user goes when done or when they give up: https, or http on localhost.</summary>
    [JsonPropertyName("redirect_url")]
    public string? RedirectUrl { get; init; }

    /// <summary>Where the user is; needed where the partner's policies name countries.</summary>
    [JsonPropertyName("country")]
    public string? Country { get; init; }

    /// <summary>The partner's own words: up to 50 keys of 40 characters, values of 500. Users never see it.</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
