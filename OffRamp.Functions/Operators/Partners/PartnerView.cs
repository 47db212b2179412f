using System.Text.Json.Serialization;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Operators.Approving;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Operators.Partners;

/// <summary>A partner as operators see it.</summary>
internal sealed record PartnerView
{
    public required PartnerId Id { get; init; }

    public string Object { get; } = "partner";

    public required string Name { get; init; }

    public required bool OfframpEnabled { get; init; }

    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    public required PartnerLimits Limits { get; init; }

    public required PartnerPolicies Policies { get; init; }

    public Support? Support { get; init; }

    public required string Margin { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Shown once, by the call that makes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientToken { get; init; }

    /// <summary>That it is enabled, or gets another token, waits for a second operator; absent where nothing waits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalView? Approval { get; init; }

    public static PartnerView Of(Partner partner) => new()
    {
        Id = partner.Id,
        Name = partner.Name,
        OfframpEnabled = partner.OfframpEnabled,
        AllowedOrigins = partner.AllowedOrigins,
        Limits = partner.Limits,
        Policies = partner.Policies,
        Support = partner.Support,
        Margin = partner.Margin.ToString(),
        CreatedAt = partner.CreatedAt,
    };
}
