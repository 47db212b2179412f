using OffRamp.Functions.Operators.Partners;
using OffRamp.Functions.Operators.Sells;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Operators;

/// <summary>The fields that <see cref="PartnerRequest"/> reads for a new partner, for the API's description.</summary>
internal sealed record PartnerBody
{
    public required string Name { get; init; }
    public bool? OfframpEnabled { get; init; }
    public IReadOnlyList<string>? AllowedOrigins { get; init; }
    public PartnerLimitsBody? Limits { get; init; }
    public PartnerPoliciesBody? Policies { get; init; }
    public SupportBody? Support { get; init; }
    public string? Margin { get; init; }
}

/// <summary>The same for a change: what is not named stays.</summary>
internal sealed record PartnerChangeBody
{
    public string? Name { get; init; }
    public bool? OfframpEnabled { get; init; }
    public IReadOnlyList<string>? AllowedOrigins { get; init; }
    public PartnerLimitsBody? Limits { get; init; }
    public PartnerPoliciesBody? Policies { get; init; }
    public SupportBody? Support { get; init; }
    public string? Margin { get; init; }
}

internal sealed record PartnerLimitsBody
{
    public string? PerSell { get; init; }
    public string? PerUserDay { get; init; }
}

internal sealed record PartnerPoliciesBody
{
    public UnderpaidPolicy? Underpaid { get; init; }
    public IReadOnlyList<string>? Countries { get; init; }
}

internal sealed record SupportBody
{
    public string? Email { get; init; }
    public string? Url { get; init; }
}

/// <summary>The fields that <see cref="ActionRequest"/> reads, by the action; for the API's description.</summary>
internal sealed record ActionBody
{
    public required SellAction Action { get; init; }
    public required int SeenSequence { get; init; }
    public required string Reason { get; init; }
    public string? CardToken { get; init; }
    public string? RefundAddress { get; init; }
    public string? TxHash { get; init; }
    public int? LogIndex { get; init; }
    public string? PayoutId { get; init; }
    public string? RefundId { get; init; }
    public string? Outcome { get; init; }
    public string? Amount { get; init; }
    public string? Evidence { get; init; }
    public string? EntryId { get; init; }
    public string? CaseId { get; init; }
}
