// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record AssetCapability
{
    /// <summary>The asset that is sold.</summary>
    [JsonPropertyName("asset")]
    public string Asset { get; init; } = "";

    /// <summary>The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides.</summary>
    [JsonPropertyName("network")]
    public string Network { get; init; } = "";

    /// <summary>The token's contract on its network.</summary>
    [JsonPropertyName("contract_address")]
    public string ContractAddress { get; init; } = "";

    /// <summary>How many digits after the point its smallest unit has.</summary>
    [JsonPropertyName("decimals")]
    public int Decimals { get; init; }

    /// <summary>The smallest sell, in the asset.</summary>
    [JsonPropertyName("minimum")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Minimum { get; init; }

    /// <summary>The largest sell of this partner's users, in the asset.</summary>
    [JsonPropertyName("maximum")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Maximum { get; init; }

    /// <summary>How many a deposit needs.</summary>
    [JsonPropertyName("confirmations")]
    public int Confirmations { get; init; }

    /// <summary>A transfer of at most so much of the asset is no deposit of its own, and so much in all is not worth sending back.</summary>
    [JsonPropertyName("dust")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal Dust { get; init; }

    /// <summary>What the user bears of sending back what came late, twice or beyond the quote, in the asset.</summary>
    [JsonPropertyName("refund_cost")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal RefundCost { get; init; }

    /// <summary>No new quotes at the moment.</summary>
    [JsonPropertyName("paused")]
    public bool Paused { get; init; }
}
