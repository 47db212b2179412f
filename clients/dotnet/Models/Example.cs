// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record Example
{
    /// <summary>Suppose that this came, in the asset.</summary>
    [JsonPropertyName("received_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal ReceivedAmount { get; init; }

    /// <summary>What is paid out, in `fiat_currency`.</summary>
    [JsonPropertyName("fiat_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal FiatAmount { get; init; }

    /// <summary>What goes back, in the asset.</summary>
    [JsonPropertyName("refunded_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal RefundedAmount { get; init; }
}
