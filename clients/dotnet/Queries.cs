using OffRamp.Client.Models;

namespace OffRamp.Client;

/// <summary>Which sessions a list has; null for any.</summary>
public sealed record SessionQuery
{
    /// <summary>One of <see cref="SessionStatus"/>.</summary>
    public string? Status { get; init; }

    /// <summary>The partner's own reference.</summary>
    public string? UserReference { get; init; }

    /// <summary>How many a page, 1 to 100.</summary>
    public int? Limit { get; init; }
}

/// <summary>Which sells a list has; null for any.</summary>
public sealed record SellQuery
{
    /// <summary>One of <see cref="SellStatus"/>.</summary>
    public string? Status { get; init; }

    /// <summary>One of <see cref="SellPhase"/>.</summary>
    public string? Phase { get; init; }

    /// <summary>What was odd about it.</summary>
    public string? Label { get; init; }

    /// <summary>The partner's own reference.</summary>
    public string? UserReference { get; init; }

    /// <summary>A transaction in which something came or went back.</summary>
    public string? TxHash { get; init; }

    /// <summary>Made at this time or later.</summary>
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Made before this time.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>How many a page, 1 to 100.</summary>
    public int? Limit { get; init; }
}

/// <summary>Which deliveries of webhooks a list has; null for any.</summary>
public sealed record DeliveryQuery
{
    /// <summary>The event's id.</summary>
    public string? EventId { get; init; }

    /// <summary>One of <see cref="DeliveryState"/>.</summary>
    public string? State { get; init; }

    /// <summary>How many a page, 1 to 100.</summary>
    public int? Limit { get; init; }
}

/// <summary>What is asked about; null for anything.</summary>
public sealed record CapabilitiesQuery
{
    /// <summary>Where the user is, by ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    /// <summary>What is to be paid out: <c>EUR</c>, <c>USD</c>.</summary>
    public string? FiatCurrency { get; init; }

    /// <summary>What is to be sold.</summary>
    public string? Asset { get; init; }

    /// <summary>One of <see cref="Network"/>.</summary>
    public string? Network { get; init; }
}
