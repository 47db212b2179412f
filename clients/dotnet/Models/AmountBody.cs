// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record AmountBody
{
    /// <summary>What is to be sold; one of the two, unless the session fixed an amount.</summary>
    [JsonPropertyName("crypto_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal? CryptoAmount { get; init; }

    /// <summary>What is to be paid out; one of the two, unless the session fixed an amount.</summary>
    [JsonPropertyName("fiat_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal? FiatAmount { get; init; }
}
