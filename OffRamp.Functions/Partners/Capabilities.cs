using System.Text.Json.Serialization;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Quotes;

namespace OffRamp.Functions.Partners;

/// <summary>What can be sold, into what, and on what terms; the names are the contract's.</summary>
internal sealed record Capabilities
{
    [JsonPropertyName("object")]
    public string Kind { get; } = "capabilities";
    public required IReadOnlyList<AssetCapability> Assets { get; init; }
    public required IReadOnlyList<Currency> FiatCurrencies { get; init; }
    public required IReadOnlyList<string> PayoutMethods { get; init; }
    public required LimitsView Limits { get; init; }
    public FeeView Fee { get; } = new(QuoteRules.FeePart.ToString());
    public required long DepositWindowSeconds { get; init; }

    /// <summary>The verdict on what was asked about; absent where nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Eligible { get; init; }
    [AtTimes]
    public string? UnavailableReason { get; init; }
}

internal sealed record AssetCapability(
    Currency Asset, Network Network, string ContractAddress, int Decimals, string Minimum, string Maximum, int Confirmations,
    string Dust, string RefundCost, bool Paused)
{
    public static AssetCapability Of(Asset asset, Limits limits, bool isPaused) => new(
        asset.Currency, asset.Network, asset.ContractAddress, asset.Decimals,
        limits.Minimum.ToString(), limits.PerSell.ToString(), asset.Confirmations,
        asset.Dust.ToString(), asset.RefundCost.ToString(), isPaused);
}

/// <summary>In units of the asset.</summary>
internal sealed record LimitsView(string PerSell, string PerUserDay)
{
    public static LimitsView Of(Limits limits) => new(limits.PerSell.ToString(), limits.PerUserDay.ToString());
}

/// <param name="Percent">Of the rate, for every unit converted.</param>
internal sealed record FeeView(string Percent);
