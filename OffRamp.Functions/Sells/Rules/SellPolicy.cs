namespace OffRamp.Functions.Sells.Rules;


/// <summary>The settings that the rules decide by.</summary>
internal sealed record SellPolicy(Asset Asset)
{
    /// <summary>How long a seen deposit may take to confirm.</summary>
    public TimeSpan ConfirmationWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a deposit usually takes to confirm; what takes longer is told.</summary>
    public TimeSpan UsualConfirmation { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a payout usually takes to settle; what takes longer is told.</summary>
    public TimeSpan UsualPayout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How often the custodian is asked about a deposit that is not confirmed yet.</summary>
    public TimeSpan ConfirmationPoll { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The pause before a provider that did not answer is asked again.</summary>
    public TimeSpan AskAgain { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an entry of the custodian's list may be unreadable before a person looks at it.</summary>
    public TimeSpan UnreadablePatience { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long before a sell's birth a transfer may seem to have been seen, because clocks differ.</summary>
    public TimeSpan BirthTolerance { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>What reorgs may add to the deadline in all.</summary>
    public TimeSpan MaximumExtension { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How far the rate may fall below the quote's before a person decides, of it.</summary>
    public Percent RateDrop { get; init; } = Percent.Parse("2");

    /// <summary>A screening provider is asked about senders.</summary>
    public bool IsScreened { get; init; }

    /// <summary>A sender of whom nobody says anything is looked at like one of high risk. Where one is asked, its silence is what counts.</summary>
    public bool HoldsUnknownRisk { get; init; }

    /// <summary>How many cards a user may try: a quote is no free option on the rate.</summary>
    public int MaximumCards { get; init; } = 5;

    /// <summary>Ids of transfers that other sells have claimed.</summary>
    public IReadOnlySet<string> ClaimedElsewhere { get; init; } = new HashSet<string>();

    /// <summary>How long after the first card failed the user may give others, in all, before the crypto goes back.</summary>
    public TimeSpan ActionWindow { get; init; } = TimeSpan.FromHours(72);

    /// <summary>How long a lapsed KYC may take to be verified again before the crypto goes back.</summary>
    public TimeSpan KycPatience { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How often operators are reminded of a hold.</summary>
    public TimeSpan HoldReminder { get; init; } = TimeSpan.FromHours(24);

    /// <summary>More deposits than this are a person's business.</summary>
    public int MaximumDeposits { get; init; } = 50;
}

/// <summary>The policy a sell is decided by: its asset's configuration and the product's settings.</summary>
internal sealed class SellPolicies(Assets assets, TimeProvider clock)
{
    /// <summary>Whether senders are screened.</summary>
    public bool IsScreened { get; init; }

    /// <summary>Whether an unknown risk is like a high one.</summary>
    public bool HoldsUnknownRisk { get; init; }

    /// <summary>How long a deposit usually takes to confirm.</summary>
    public TimeSpan UsualConfirmation { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a payout usually takes to settle.</summary>
    public TimeSpan UsualPayout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>The time that decisions are made at.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <exception cref="InvalidOperationException">The asset of an open sell is no longer configured.</exception>
    public SellPolicy For(Sell sell) => assets.TryFind(sell.Asset, sell.Network, out var asset)
        ? new SellPolicy(asset)
        {
            IsScreened = IsScreened,
            HoldsUnknownRisk = HoldsUnknownRisk && !IsScreened,
            UsualConfirmation = UsualConfirmation,
            UsualPayout = UsualPayout,
        }
        : throw new InvalidOperationException($"{sell.Asset} on {sell.Network} is not configured, and {sell.Id} is in it.");
}
