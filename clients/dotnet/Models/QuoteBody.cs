// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record QuoteBody
{
    /// <summary>The asset that is sold.</summary>
    [JsonPropertyName("asset")]
    public required string Asset { get; init; }

    /// <summary>The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides.</summary>
    [JsonPropertyName("network")]
    public required string Network { get; init; }

    /// <summary>The currency that is paid out.</summary>
    [JsonPropertyName("fiat_currency")]
    public required string FiatCurrency { get; init; }

    /// <summary>What is to be sold; exactly one of the two amounts.</summary>
    [JsonPropertyName("crypto_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal? CryptoAmount { get; init; }

    /// <summary>What is to be paid out; exactly one of the two amounts.</summary>
    [JsonPropertyName("fiat_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal? FiatAmount { get; init; }
}
