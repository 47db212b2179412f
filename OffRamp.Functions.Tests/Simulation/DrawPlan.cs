using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Simulation.Faults;
using OffRamp.Functions.Tests.Simulation.Providers;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>Draws a world from a seed: mostly ordinary, odd in a few places, and seldom odd everywhere.</summary>
internal sealed class DrawPlan
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);
    private readonly Dice dice;
    private readonly decimal quoted;

    // Of its own, so that what is drawn with it moves nothing that was drawn before.
    private readonly Dice odd;
    private readonly Dice faults;
    private readonly Dice costs;

    private DrawPlan(long seed)
    {
        dice = new Dice(seed, "plan");
        odd = new Dice(seed, "oddities");
        faults = new Dice(seed, "faults");
        costs = new Dice(seed, "costs");
        quoted = dice.Of(250m, 250m, 10m, 9999.99m, 10m + (dice.Below(900_000_000) / 1_000_000m));
    }

    public static Plan From(long seed) => BrokenLists.JoinIn(Thieves.JoinIn(new DrawPlan(seed).Draw(seed)));

    private Plan Draw(long seed) => new(seed, Text(quoted), dice.Of(UnderpaidPolicy.ConvertActual, UnderpaidPolicy.Refund), DrawTrouble())
    {
        Happenings = [.. WithHelp([.. DrawHappenings().Select(happening => happening is Transfer { At.Ticks: >= 0 } transfer ? DrawSaying(transfer) : happening)]).OrderBy(happening => happening.At)],
        Flood = odd.Chance(0.025) ? (odd.Of(8, 8, 8, 8, 8, 8, 8, 20, 60, 300), odd.Of(Window, TimeSpan.Zero) * 0.9) : default,
        Margin = new Dice(seed, "margin").Of("0", "0", "0.5", "1.25", "10"),
        Payouts = [.. Enumerable.Range(0, 5).Select(_ => DrawReturn(DrawPayout()))],
        Refunds = [.. Enumerable.Range(0, 5).Select(_ => DrawRefund() with { Fee = costs.Of("0", "1.37", "0.000001", "27.4") })],
        RefundCost = costs.Of("0", "0", "0.5", "1"),
        Faults = faults.Chance(0.75) ? [.. Enumerable.Range(0, 1 + faults.Below(6)).Select(_ => DrawFault())] : [],
        Speech = faults.Chance(0.06) ? faults.Of(Speech.EmptyFields, Speech.ExtraFields, Speech.OtherSpelling, Speech.EmptyFields | Speech.ExtraFields | Speech.OtherSpelling) : Speech.Plain,
    };

    /// <summary>What a sell does seldom goes wrong more often, so that each kind happens often enough.</summary>
    private CallFault DrawFault()
    {
        var (call, mode) = faults.Of([.. CallFault.All.Where(fault => faults.Chance(fault.Call switch
        {
            Call.SubmitPayout or Call.AskPayout => 1,
            Call.ListDeposits => 0.35,
            _ => 0.65,
        })).DefaultIfEmpty((Call.SubmitPayout, FaultMode.Html))]);
        return new CallFault(call, mode, faults.Of(1, 1, 2, 5));
    }

    /// <summary>Some come back before anybody heard that they had settled, and some in parts.</summary>
    private PayoutFate DrawReturn(PayoutFate drawn)
    {
        var fate = drawn with { RestAfter = faults.Chance(0.5) ? faults.Of(TimeSpan.FromHours(2), TimeSpan.FromDays(2)) : TimeSpan.Zero };
        var atOnce = fate with { End = PayoutStatus.Settled, After = TimeSpan.FromMinutes(1), ReturnedAfter = TimeSpan.FromMinutes(5), NoticeAfter = null, Lag = TimeSpan.Zero };
        return faults.Chance(0.94) ? fate : atOnce;
    }

    /// <summary>Where a transfer cannot be read, an operator sees to it more often than not; and somebody sends dust, for fun.</summary>
    private IEnumerable<Happening> WithHelp(IReadOnlyList<Happening> happenings)
    {
        foreach (var transfer in happenings.OfType<Transfer>().Where(transfer => transfer.ReadableAt is not null && faults.Chance(0.8)))
        {
            var at = transfer.ListedAt + faults.Time(TimeSpan.Zero, TimeSpan.FromHours(8));
            yield return new OperatorActs(at, faults.Of(SellAction.MatchDeposit, SellAction.SetAsideEntry), TimeSpan.Zero);
        }

        var dust = faults.Chance(0.98) ? 0 : faults.Chance(0.003) ? 210 : faults.Of(4, 8, 16);
        var dustAt = faults.Time(TimeSpan.Zero, TimeSpan.FromHours(7));
        for (var number = 0; number < dust; number++)
        {
            yield return Transfer.OfMany(dustAt, A.Transfer("0.000001", $"dust{number}"), number == 0 ? Oddity.FloodOfDust : null);
        }

        foreach (var happening in happenings)
        {
            yield return happening;
        }
    }

    private Trouble DrawTrouble() => dice.Chance(0.3)
        ? Trouble.None
        : new Trouble(dice.Of(0, 0.02, 0.1), dice.Of(0, 0.1, 0.3), dice.Of(0, 0.2, 0.7), dice.Of(0, 0.1, 0.4), dice.Of(0, 0.05, 0.3));

    private IEnumerable<Happening> DrawHappenings() =>
    [
        .. DrawTransfers(),
        .. dice.Chance(0.05) ? [DrawOldTransfer()] : (Transfer[])[],
        .. Some(0.2, 2, () => new Cancel(When())),
        .. Some(0.4, 4, () => new UserActs(When(), dice.Of(Enum.GetValues<UserRequest>()))),
        .. Some(0.35, 4, () => new OperatorActs(When(), DrawAction(), dice.Of(TimeSpan.Zero, Minutes(0, 90)))),
        .. Some(0.2, 3, () => new KycTurns(When(), dice.Of(KycStatus.Pending, KycStatus.Rejected, KycStatus.Verified))),
        .. Some(0.15, 2, () => new RateTurns(When(), dice.Of("0.9", "0.92", "0.99", "0.5"))),
        .. Some(0.3, 3, () => new Outage(When(), dice.Of(Enum.GetValues<Provider>()), dice.Of(Minutes(1, 30), Minutes(60, 1800), Minutes(3000, 6000)))),
        .. Some(0.25, 3, () => new OrchestrationLost(When())),
    ];

    private IEnumerable<T> Some<T>(double probability, int most, Func<T> draw) =>
        dice.Chance(probability) ? Enumerable.Range(0, 1 + dice.Below(most)).Select(_ => draw()).ToList() : [];

    private SellAction DrawAction() => dice.Of([.. Enum.GetValues<SellAction>().Where(action => action is not (SellAction.Redeliver or SellAction.ResolvePayout or SellAction.ResolveRefund))]);

    /// <summary>Anywhere in the first week, and with a liking for the deadline and for the moments before and after it.</summary>
    private TimeSpan When() => dice.Below(6) switch
    {
        0 => Minutes(0, 20),
        1 => Minutes(0, 360),
        2 => Window + dice.Time(TimeSpan.FromSeconds(-30), TimeSpan.FromSeconds(30)),
        3 => Window + Minutes(-15, 90),
        4 => Minutes(0, 1440),
        _ => Minutes(360, 10_000),
    };

    private TimeSpan Minutes(int least, int most) => dice.Time(TimeSpan.FromMinutes(least), TimeSpan.FromMinutes(most));

    private IEnumerable<Transfer> DrawTransfers()
    {
        var rest = quoted;
        for (var number = 0; number < dice.Of(0, 1, 1, 1, 2, 2, 3, 4); number++)
        {
            var amount = DrawAmount(rest);
            rest = Math.Max(quoted / 10, rest - amount);
            yield return DrawTransfer(number, amount);
        }
    }

    private decimal DrawAmount(decimal rest) => dice.Below(12) switch
    {
        < 5 => rest,
        5 => Cut(rest / 2),
        6 => Cut(rest * 0.995m),
        7 => Cut(rest * 0.995m) - 0.000001m,
        8 => rest + dice.Of(0.000001m, 0.5m, 1m, 1.000001m, 40m),
        9 => dice.Of(0.000001m, 0.4m, 1m, 9.99m),
        10 => rest - Math.Min(rest / 2, 0.01m),
        _ => Cut(rest * dice.Below(2_000_000) / 1_000_000m) + 0.000001m,
    };

    private Transfer DrawTransfer(int number, decimal amount)
    {
        var at = dice.Chance(0.5) ? Minutes(0, 300) : When();
        var listed = at + dice.Of(TimeSpan.Zero, dice.Time(TimeSpan.Zero, TimeSpan.FromMinutes(3)), dice.Chance(0.2) ? Minutes(0, 600) : TimeSpan.Zero);
        TimeSpan? confirmed = dice.Chance(0.95) ? listed + dice.Of(TimeSpan.Zero, Minutes(1, 10), Minutes(1, 120), dice.Chance(0.2) ? Minutes(0, 2500) : Minutes(1, 5)) : null;
        TimeSpan? dropped = dice.Chance(0.12) ? listed + dice.Of(Minutes(0, 5), Minutes(0, 60), Minutes(0, 1000), Minutes(0, 6000)) : null;
        TimeSpan? back = dropped is { } gone && dice.Chance(0.4) ? gone + dice.Of(Minutes(0, 10), Minutes(0, 3000)) : null;
        var fact = A.Transfer(Text(amount), $"tx{number}") with { LogIndex = dice.Below(2), IsHighRisk = dice.Chance(0.06) };
        return new Transfer(at, DrawOddity(fact))
        {
            ListedAt = listed,
            ConfirmedAt = confirmed,
            DroppedAt = dropped,
            BackAt = back,
            ReadableAt = dice.Chance(0.05) ? listed + dice.Of(Minutes(0, 30), Minutes(0, 600), TimeSpan.FromDays(9000)) : null,
            Notices = [.. DrawNotices(at, new[] { listed, confirmed, dropped, back }.OfType<TimeSpan>())],
        };
    }

    /// <summary>How the custodian speaks of a transfer: with a clock that is off, or with more zeros than yesterday.</summary>
    private Transfer DrawSaying(Transfer drawn)
    {
        var transfer = drawn with
        {
            SeenAhead = odd.Chance(0.9) ? TimeSpan.Zero
                : odd.Of(TimeSpan.FromMinutes(1), TimeSpan.FromHours(3), TimeSpan.FromDays(2), -drawn.At - TimeSpan.FromSeconds(90)),
            IsRespelled = odd.Chance(0.1),
            ReadableAt = drawn.ReadableAt is null && faults.Chance(0.04) ? drawn.ListedAt + faults.Of(TimeSpan.FromMinutes(20), TimeSpan.FromHours(8), TimeSpan.FromDays(9000)) : drawn.ReadableAt,
        };
        return transfer with { Oddities = [.. OdditiesOf(transfer)] };
    }

    private static IEnumerable<Oddity> OdditiesOf(Transfer transfer) => new (Oddity Kind, bool Is)[]
    {
        (Oddity.Speck, decimal.Parse(transfer.Fact.Amount) is > 0 and <= 1),
        (Oddity.SeenInTheFuture, transfer.SeenAhead > TimeSpan.Zero),
        (Oddity.SeenBeforeTheBirth, transfer.At + transfer.SeenAhead < TimeSpan.Zero),
        (Oddity.OtherSpelling, transfer.IsRespelled),
        (Oddity.ZeroOrOtherToken, !Checks.IsOurToken(transfer.Fact)),
        (Oddity.RiskySender, transfer.Fact.IsHighRisk),
    }.Where(kind => kind.Is).Select(kind => kind.Kind);

    /// <summary>Of whoever had the address before.</summary>
    private Transfer DrawOldTransfer()
    {
        var at = TimeSpan.FromDays(-1 - dice.Below(90));
        return new Transfer(at, A.Transfer(Text(quoted), "old")) { ListedAt = at, ConfirmedAt = at, Oddities = [Oddity.RecycledAddress] };
    }

    private DepositFact DrawOddity(DepositFact fact) => dice.Below(40) switch
    {
        0 => fact with { ContractAddress = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf" },
        1 => fact with { Network = Network.ERC20 },
        2 => fact with { Amount = "0" },
        _ => fact,
    };

    /// <summary>Each change is said once at least; late, early by the clock of a second watcher, twice, or out of order.</summary>
    private IEnumerable<(TimeSpan At, TimeSpan AsOf)> DrawNotices(TimeSpan seen, IEnumerable<TimeSpan> changes)
    {
        foreach (var change in changes.Where(change => change >= seen))
        {
            foreach (var _ in Enumerable.Range(0, dice.Of(1, 1, 1, 2, 3)))
            {
                yield return (change + dice.Of(TimeSpan.FromSeconds(1), dice.Time(TimeSpan.Zero, TimeSpan.FromSeconds(90)), dice.Chance(0.15) ? Minutes(0, 1500) : TimeSpan.Zero), change);
            }
        }
    }

    private PayoutFate DrawPayout() => new(
        dice.Of<PayoutStatus?>(PayoutStatus.Settled, PayoutStatus.Settled, PayoutStatus.Settled, PayoutStatus.Failed, dice.Chance(0.3) ? null : PayoutStatus.Failed),
        dice.Of(TimeSpan.Zero, Minutes(0, 10), Minutes(0, 600), dice.Chance(0.2) ? Minutes(0, 8000) : Minutes(0, 60)))
    {
        IsRefused = dice.Chance(0.1),
        NewDetailsCanHelp = dice.Chance(0.5),
        LostBefore = dice.Chance(0.15) ? 1 + dice.Below(6) : 0,
        LostAfter = dice.Chance(0.2) ? 1 + dice.Below(6) : 0,
        Lag = dice.Chance(0.12) ? dice.Of(TimeSpan.FromSeconds(20), Minutes(0, 60)) : TimeSpan.Zero,
        Unauthorized = dice.Chance(0.12) ? 1 + dice.Below(4) : 0,
        SaysDuplicate = dice.Chance(0.2),
        ReturnedAfter = dice.Chance(0.12) ? dice.Of(Minutes(0, 6000), Minutes(0, 5)) : null,
        KeptOnReturn = dice.Chance(0.4) ? dice.Of("0.01", "2.50") : "0",
        NoticeAfter = dice.Chance(0.8) ? dice.Of(TimeSpan.FromSeconds(1), Minutes(0, 3), Minutes(0, 300)) : null,
        Lie = dice.Chance(0.12)
            ? dice.Of<(PayoutStatus, string?)>((PayoutStatus.Failed, null), (PayoutStatus.Failed, "0.01"), (PayoutStatus.Settled, "0.01"), (PayoutStatus.Returned, "999999.99"), (PayoutStatus.Returned, null)) is var (status, amount)
                ? (status, amount, Minutes(0, 300)) : null
            : null,
        AnswersWrongAmount = dice.Chance(0.04),
    };

    private RefundFate DrawRefund() => new(
        dice.Of<RefundStatus?>(RefundStatus.Sent, RefundStatus.Sent, RefundStatus.Sent, dice.Chance(0.8) ? RefundStatus.Failed : null),
        dice.Of(TimeSpan.Zero, Minutes(0, 10), Minutes(0, 3000)))
    {
        IsRefused = dice.Chance(0.1),
        LostBefore = dice.Chance(0.15) ? 1 + dice.Below(5) : 0,
        LostAfter = dice.Chance(0.15) ? 1 + dice.Below(5) : 0,
    };

    private static decimal Cut(decimal amount) => Math.Max(0.000001m, Math.Floor(amount * 1_000_000) / 1_000_000);

    private static string Text(decimal amount) => amount.ToString("0.######");
}
