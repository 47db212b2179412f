using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Partners;

/// <summary>How much of an asset one sell, and one user's UTC day, may be: the installation's limits, or the partner's where they are tighter.</summary>
internal sealed record Limits(Money Minimum, Money PerSell, Money PerUserDay)
{
    // In units of the asset, all of which are worth about a dollar or a euro.
    private const string InstallationPerUserDay = "50000";

    public static Limits For(Asset asset, Partner? partner)
    {
        var day = Money.Parse(InstallationPerUserDay, asset.Currency);
        return new(
            asset.Minimum,
            Money.Min(asset.Maximum, partner?.Limits.PerSellOf(asset.Currency) ?? asset.Maximum),
            Money.Min(day, partner?.Limits.PerUserDayOf(asset.Currency) ?? day));
    }

    /// <summary>What is wrong with an amount of the asset; null for nothing.</summary>
    public FieldProblem? Refuse(string path, Money crypto) =>
        crypto < Minimum ? new(path, "out_of_range", $"A sell is of at least {Minimum} {Minimum.Currency}; this is {crypto}.") { Limit = Of(Minimum, AmountLimit.PerSell) }
        : crypto > PerSell ? new(path, "limit_exceeded", $"A sell is of at most {PerSell} {PerSell.Currency}; this is {crypto}.") { Limit = Of(PerSell, AmountLimit.PerSell) }
        : null;

    /// <summary>That a user's day has no room for an amount.</summary>
    public FieldProblem RefuseDay(string path) =>
        new(path, "limit_exceeded", $"A user sells at most {PerUserDay} {PerUserDay.Currency} a day.") { Limit = Of(PerUserDay, AmountLimit.PerUserDay) };

    private static AmountLimit Of(Money limit, string per) => new(limit.ToString(), limit.Currency.ToString(), per);
}
