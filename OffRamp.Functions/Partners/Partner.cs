using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Partners;

/// <summary>A business that integrates, with what an operator has agreed with it.</summary>
internal sealed record Partner
{
    public required PartnerId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Whether it may open sessions and ask for quotes. Off until an operator enables it.</summary>
    public bool OfframpEnabled { get; init; }

    /// <summary>Origins whose pages may embed the sell page.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public PartnerLimits Limits { get; init; } = new();

    public PartnerPolicies Policies { get; init; } = new();

    /// <summary>Its own part of each unit's rate, on top of the fee; none where it takes none.</summary>
    public Percent Margin { get; init; }

    /// <summary>Where its users find help; null where it has not said.</summary>
    public Support? Support { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Caps below the installation's own, as decimal texts in units of the asset; null for no cap of the partner's.</summary>
internal sealed record PartnerLimits
{
    /// <summary>The largest sell.</summary>
    public string? PerSell { get; init; }

    /// <summary>The most that one user sells in one UTC day.</summary>
    public string? PerUserDay { get; init; }

    /// <summary>The cap on one sell of this asset.</summary>
    public Money? PerSellOf(Currency asset) => Parse(PerSell, asset);

    /// <summary>The cap on a user's day, counted in this asset.</summary>
    public Money? PerUserDayOf(Currency asset) => Parse(PerUserDay, asset);

    private static Money? Parse(string? text, Currency asset) => text is null ? null : Money.Parse(text, asset);
}

/// <summary>What happens in cases that partners decide differently.</summary>
internal sealed record PartnerPolicies
{
    /// <summary>A deposit that is short at the deadline.</summary>
    public UnderpaidPolicy Underpaid { get; init; } = UnderpaidPolicy.ConvertActual;

    /// <summary>Where users may sell from, by the codes of <see cref="Partners.Countries"/>; null where that is not limited.</summary>
    public IReadOnlyList<string>? Countries { get; init; }

    /// <summary>Whether a user of that country may sell; where countries are limited, one of whom the partner does not say it may not.</summary>
    public bool Admits(string? country) => Countries is null || (country is not null && Countries.Contains(country));
}
