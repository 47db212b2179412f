// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What this partner's users can sell, and on what terms.</summary>
public sealed partial record Capabilities
{
    /// <summary>What this is.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "";

    /// <summary>What is taken, as the filter has it.</summary>
    [JsonPropertyName("assets")]
    public IReadOnlyList<AssetCapability> Assets { get; init; } = [];

    /// <summary>What can be paid out.</summary>
    [JsonPropertyName("fiat_currencies")]
    public IReadOnlyList<string> FiatCurrencies { get; init; } = [];

    /// <summary>How the payout provider pays out what is asked about.</summary>
    [JsonPropertyName("payout_methods")]
    public IReadOnlyList<string> PayoutMethods { get; init; } = [];

    /// <summary>Caps, in units of the asset.</summary>
    [JsonPropertyName("limits")]
    public Limits Limits { get; init; } = null!;

    /// <summary>What we keep.</summary>
    [JsonPropertyName("fee")]
    public Fee Fee { get; init; } = null!;

    /// <summary>How long after the sell was made the crypto may come; later is late.</summary>
    [JsonPropertyName("deposit_window_seconds")]
    public long DepositWindowSeconds { get; init; }

    /// <summary>Whether what was asked about can be sold now. Only with a filter.</summary>
    [JsonPropertyName("eligible")]
    public bool? Eligible { get; init; }

    /// <summary>Why not.</summary>
    [JsonPropertyName("unavailable_reason")]
    public string? UnavailableReason { get; init; }
}
