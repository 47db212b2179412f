// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>A sell on which something was booked that day.</summary>
public sealed partial record SettledSell
{
    /// <summary>The sell.</summary>
    [JsonPropertyName("sell_id")]
    public string SellId { get; init; } = "";

    /// <summary>The session; it and its sell share their 26 characters.</summary>
    [JsonPropertyName("session_id")]
    public string SessionId { get; init; } = "";

    /// <summary>The user, as the partner knows them.</summary>
    [JsonPropertyName("partner_user_id")]
    public string? PartnerUserId { get; init; }

    /// <summary>The partner's own reference for this attempt. Null in Proof's shape.</summary>
    [JsonPropertyName("user_reference")]
    public string? UserReference { get; init; }

    /// <summary>Where it stands.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>Where it stands in its story.</summary>
    [JsonPropertyName("phase")]
    public string Phase { get; init; } = "";

    /// <summary>The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides.</summary>
    [JsonPropertyName("network")]
    public string Network { get; init; } = "";

    /// <summary>What was booked that day, in order.</summary>
    [JsonPropertyName("entries")]
    public IReadOnlyList<LedgerEntry> Entries { get; init; } = [];

    /// <summary>Of the entries, by currency.</summary>
    [JsonPropertyName("totals")]
    public IReadOnlyList<SettlementTotals> Totals { get; init; } = [];

    /// <summary>What came.</summary>
    [JsonPropertyName("deposits")]
    public IReadOnlyList<Deposit> Deposits { get; init; } = [];

    /// <summary>Attempts to pay, the latest last.</summary>
    [JsonPropertyName("payouts")]
    public IReadOnlyList<Payout> Payouts { get; init; } = [];

    /// <summary>Crypto that goes back, the latest last.</summary>
    [JsonPropertyName("refunds")]
    public IReadOnlyList<Refund> Refunds { get; init; } = [];
}
