// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>Terms. Rate, fee and margin are fiat per unit of the asset.</summary>
public sealed partial record Quote
{
    /// <summary>Opaque; it carries its signed terms.</summary>
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    /// <summary>What this is.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "";

    /// <summary>The session that may sell on it; null where nobody may.</summary>
    [JsonPropertyName("session_id")]
    public string? SessionId { get; init; }

    /// <summary>Nobody can sell on it.</summary>
    [JsonPropertyName("indicative")]
    public bool Indicative { get; init; }

    /// <summary>The asset that is sold.</summary>
    [JsonPropertyName("asset")]
    public string Asset { get; init; } = "";

    /// <summary>The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides.</summary>
    [JsonPropertyName("network")]
    public string Network { get; init; } = "";

    /// <summary>The currency that is paid out.</summary>
    [JsonPropertyName("fiat_currency")]
    public string FiatCurrency { get; init; } = "";

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

    /// <summary>What is sold, in the asset.</summary>
    [JsonPropertyName("crypto_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal CryptoAmount { get; init; }

    /// <summary>What is paid out, in `fiat_currency`.</summary>
    [JsonPropertyName("fiat_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal FiatAmount { get; init; }

    /// <summary>Until when it can be used.</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>A transfer of at most so much of the asset is no deposit of its own, and so much in all is not worth sending back.</summary>
    [JsonPropertyName("dust")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Dust { get; init; }

    /// <summary>What the user bears of sending back what came late, twice or beyond the quote, in the asset.</summary>
    [JsonPropertyName("refund_cost")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal RefundCost { get; init; }

    /// <summary>What happens to less than this at the deadline.</summary>
    [JsonPropertyName("if_under")]
    public IfUnder IfUnder { get; init; } = null!;

    /// <summary>What happens to more than this: an excess above `converted_below` goes back, after the payout; a smaller one is paid with the rest.</summary>
    [JsonPropertyName("if_over")]
    public IfOver IfOver { get; init; } = null!;

    /// <summary>What happens to what comes after the deadline.</summary>
    [JsonPropertyName("if_late")]
    public IfLate IfLate { get; init; } = null!;
}
