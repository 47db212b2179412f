// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record IfLate
{
    /// <summary>What is done.</summary>
    [JsonPropertyName("outcome")]
    public string Outcome { get; init; } = "";

    /// <summary>How long after the sell was made the crypto may come; later is late.</summary>
    [JsonPropertyName("deposit_window_seconds")]
    public long DepositWindowSeconds { get; init; }

    /// <summary>What goes back, in the asset.</summary>
    [JsonPropertyName("refunded_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal RefundedAmount { get; init; }
}
