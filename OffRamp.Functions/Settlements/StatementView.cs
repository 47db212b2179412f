using System.Text.Json.Serialization;

namespace OffRamp.Functions.Settlements;

/// <summary>A partner's month, day by day; the names are the contract's.</summary>
internal sealed record StatementView
{
    [JsonPropertyName("object")]
    public string Kind { get; } = "statement";
    public required string Month { get; init; }
    public required bool Final { get; init; }
    public required IReadOnlyList<StatementDayView> Data { get; init; }
    public required IReadOnlyList<SettlementTotalsView> Totals { get; init; }
}

/// <summary>A day on which something was booked.</summary>
internal sealed record StatementDayView(string Date, int Sells, IReadOnlyList<SettlementTotalsView> Totals);

/// <summary>What a partner has earned so far.</summary>
internal sealed record BalancesView
{
    [JsonPropertyName("object")]
    public string Kind { get; } = "balances";
    public required IReadOnlyList<MarginBalanceView> Data { get; init; }
    public required DateTimeOffset AsOf { get; init; }
}

/// <summary>The margin of all that was paid out in a currency, less that of what came back.</summary>
internal sealed record MarginBalanceView(string Currency, string Margin);
