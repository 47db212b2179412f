using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Simulation.Faults;
using OffRamp.Functions.Tests.Simulation.Providers;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>Everything that is going to happen to one sell, drawn from its seed. A shorter plan is a simpler story.</summary>
internal sealed record Plan(long Seed, string Crypto, UnderpaidPolicy Underpaid, Trouble Trouble)
{
    public IReadOnlyList<Happening> Happenings { get; init; } = [];
    public IReadOnlyList<PayoutFate> Payouts { get; init; } = [];
    public IReadOnlyList<RefundFate> Refunds { get; init; } = [];

    /// <summary>The partner's own part of the rate, in per cents.</summary>
    public string Margin { get; init; } = "0";

    /// <summary>What users bear of sending back what came by their own mistake, in the asset: a setting.</summary>
    public string RefundCost { get; init; } = "0";

    /// <summary>How many transfers of worthless tokens somebody sends to the address, and from when on they are listed.</summary>
    public (int Count, TimeSpan At) Flood { get; init; }

    /// <summary>Which calls of the providers are going to be answered how.</summary>
    public IReadOnlyList<CallFault> Faults { get; init; } = [];

    /// <summary>How the providers write what they say.</summary>
    public Speech Speech { get; init; }
}

/// <summary>How unreliable everything is, as probabilities at each step.</summary>
internal sealed record Trouble(double Crash, double LostAnswer, double LostHint, double SilentProvider, double Slow)
{
    public static Trouble None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>One kind of trouble less, for each that there is.</summary>
    public IEnumerable<Trouble> Simpler()
    {
        if (Crash > 0)
        {
            yield return this with { Crash = 0 };
        }

        if (LostAnswer > 0)
        {
            yield return this with { LostAnswer = 0 };
        }

        if (LostHint > 0)
        {
            yield return this with { LostHint = 0 };
        }

        if (SilentProvider > 0)
        {
            yield return this with { SilentProvider = 0 };
        }

        if (Slow > 0)
        {
            yield return this with { Slow = 0 };
        }
    }
}

/// <summary>One thing that happens in the world, so long after the sell was made.</summary>
internal abstract record Happening(TimeSpan At);

/// <summary>A transfer on the chain: seen, then perhaps confirmed, dropped, and back again.</summary>
internal sealed record Transfer(TimeSpan At, DepositFact Fact) : Happening(At)
{
    /// <summary>When the custodian's list shows it; its seen_at is <see cref="Happening.At"/>.</summary>
    public required TimeSpan ListedAt { get; init; }
    public TimeSpan? ConfirmedAt { get; init; }
    public TimeSpan? DroppedAt { get; init; }
    public TimeSpan? BackAt { get; init; }

    /// <summary>How far the custodian's clock is off when it says since when it was seen.</summary>
    public TimeSpan SeenAhead { get; init; }

    /// <summary>Its amount is written with more zeros at some times than at others.</summary>
    public bool IsRespelled { get; init; }

    /// <summary>Until when its entry cannot be read; null where it always can.</summary>
    public TimeSpan? ReadableAt { get; init; }

    /// <summary>Nothing ever changes about it, from the moment in which it is there.</summary>
    public bool IsOneOfMany { get; private init; }

    /// <summary>One of very many that come at once.</summary>
    public static Transfer OfMany(TimeSpan at, DepositFact fact, Oddity? oddity) => new(at, fact with { SeenAt = Builders.A.Start + at })
    {
        ListedAt = at,
        ConfirmedAt = at,
        IsOneOfMany = true,
        Oddities = oddity is { } kind ? [kind] : [],
    };

    public bool IsReadableInTime => ReadableAt < TimeSpan.FromDays(1000);

    /// <summary>What is odd about it from the beginning.</summary>
    public IReadOnlyList<Oddity> Oddities { get; init; } = [];

    /// <summary>Words on it that reach us: when, and what was so at that time.</summary>
    public IReadOnlyList<(TimeSpan At, TimeSpan AsOf)> Notices { get; init; } = [];
}

internal sealed record Cancel(TimeSpan At) : Happening(At);

internal enum UserRequest { NewCard, Refund, NewAddress }

internal sealed record UserActs(TimeSpan At, UserRequest QuoteRequest) : Happening(At);

/// <summary>An operator looks, thinks for a while, and acts on what was seen.</summary>
internal sealed record OperatorActs(TimeSpan At, SellAction Action, TimeSpan Thinks) : Happening(At);

internal sealed record KycTurns(TimeSpan At, KycStatus Status) : Happening(At);

internal sealed record RateTurns(TimeSpan At, string Rate) : Happening(At);

internal enum Provider { Custodian, Payouts, Rates }

internal sealed record Outage(TimeSpan At, Provider Provider, TimeSpan Length) : Happening(At);

/// <summary>The host gives the orchestration up.</summary>
internal sealed record OrchestrationLost(TimeSpan At) : Happening(At);

/// <summary>What the payout provider makes of an attempt.</summary>
internal sealed record PayoutFate(PayoutStatus? End, TimeSpan After)
{
    /// <summary>A 4xx: it never leaves.</summary>
    public bool IsRefused { get; init; }
    public bool NewDetailsCanHelp { get; init; }

    /// <summary>So many calls get no answer before one arrives, and after it was accepted.</summary>
    public int LostBefore { get; init; }
    public int LostAfter { get; init; }
    public TimeSpan? ReturnedAfter { get; init; }

    /// <summary>How long a GET does not know yet what was accepted.</summary>
    public TimeSpan Lag { get; init; }

    /// <summary>So many questions after it was accepted are answered by 401.</summary>
    public int Unauthorized { get; init; }

    /// <summary>Sent again, it exists already, says a 400.</summary>
    public bool SaysDuplicate { get; init; }

    /// <summary>What a bank keeps of what comes back.</summary>
    public string KeptOnReturn { get; init; } = "0";

    /// <summary>How long after its first part the rest of it comes back.</summary>
    public TimeSpan RestAfter { get; init; }

    /// <summary>When its notice comes after the fact; null: never.</summary>
    public TimeSpan? NoticeAfter { get; init; }

    /// <summary>A notice that is not true: its status, its amount if that is wrong, and when.</summary>
    public (PayoutStatus Status, string? Amount, TimeSpan After)? Lie { get; init; }
    public bool AnswersWrongAmount { get; init; }
}

/// <summary>What the custodian makes of a refund.</summary>
internal sealed record RefundFate(RefundStatus? End, TimeSpan After)
{
    public bool IsRefused { get; init; }
    public int LostBefore { get; init; }
    public int LostAfter { get; init; }

    /// <summary>What the network takes for it, in the asset.</summary>
    public string Fee { get; init; } = "0";
}
