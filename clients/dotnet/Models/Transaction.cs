// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>A sell in five words, for those who poll.</summary>
public sealed partial record Transaction
{
    /// <summary>The sell's id, also while there is no sell yet.</summary>
    [JsonPropertyName("merchant_transaction_id")]
    public string MerchantTransactionId { get; init; } = "";

    /// <summary>The user, as the partner knows them.</summary>
    [JsonPropertyName("partner_user_id")]
    public string? PartnerUserId { get; init; }

    /// <summary>What it is about.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    /// <summary>Where it stands.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>The asset that is sold.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; init; } = "";

    /// <summary>The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides.</summary>
    [JsonPropertyName("network")]
    public string Network { get; init; } = "";

    /// <summary>What is sold, in the asset.</summary>
    [JsonPropertyName("crypto_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal? CryptoAmount { get; init; }

    /// <summary>The currency that is paid out.</summary>
    [JsonPropertyName("fiat_currency")]
    public string FiatCurrency { get; init; } = "";

    /// <summary>What is paid out, in `fiat_currency`.</summary>
    [JsonPropertyName("fiat_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal? FiatAmount { get; init; }

    /// <summary>When it was made.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset UpdatedAt { get; init; }
}
