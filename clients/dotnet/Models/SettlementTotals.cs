// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What was booked in one currency, signed as in the ledger: where it came from is negative. All of it is zero together.</summary>
public sealed partial record SettlementTotals
{
    /// <summary>Of the amounts.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; init; } = "";

    /// <summary>Confirmed deposits.</summary>
    [JsonPropertyName("received")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Received { get; init; }

    /// <summary>Not sold and not sent back yet.</summary>
    [JsonPropertyName("held")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Held { get; init; }

    /// <summary>Sold: crypto that went, or the fiat that it was worth.</summary>
    [JsonPropertyName("converted")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Converted { get; init; }

    /// <summary>Sent back.</summary>
    [JsonPropertyName("refunded")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Refunded { get; init; }

    /// <summary>What users bore of sending back what came late, twice or beyond the quote.</summary>
    [JsonPropertyName("refund_costs")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal RefundCosts { get; init; }

    /// <summary>What networks took for sending refunds, in the asset: our expense.</summary>
    [JsonPropertyName("network_costs")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal NetworkCosts { get; init; }

    /// <summary>What of ours went into that; the same amount, negative.</summary>
    [JsonPropertyName("own_funds")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal OwnFunds { get; init; }

    /// <summary>Settled on cards.</summary>
    [JsonPropertyName("paid_out")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal PaidOut { get; init; }

    /// <summary>What we keep.</summary>
    [JsonPropertyName("fees")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Fees { get; init; }

    /// <summary>Yours.</summary>
    [JsonPropertyName("margin")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Margin { get; init; }

    /// <summary>What the smallest unit cannot hold.</summary>
    [JsonPropertyName("rounding")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Rounding { get; init; }

    /// <summary>What banks kept of payouts that came back; negative: it is our cost.</summary>
    [JsonPropertyName("return_costs")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal ReturnCosts { get; init; }
}
