// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>The terms that the user accepted.</summary>
public sealed partial record SellQuote
{
    /// <summary>Fiat per unit of the asset, before fee and margin.</summary>
    [JsonPropertyName("rate")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Rate { get; init; }

    /// <summary>What we keep, in fiat per unit of the asset.</summary>
    [JsonPropertyName("fee")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Fee { get; init; }

    /// <summary>The partner's own part, in fiat per unit of the asset; zero where it takes none.</summary>
    [JsonPropertyName("margin")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Margin { get; init; }

    /// <summary>What is paid out, in `fiat_currency`.</summary>
    [JsonPropertyName("fiat_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal FiatAmount { get; init; }

    /// <summary>Until when it can be used.</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset ExpiresAt { get; init; }
}
