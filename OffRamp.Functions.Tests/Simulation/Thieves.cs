using OffRamp.Functions.Deposits;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>
/// Joins to some worlds what a thief would try: a transfer that another sell has claimed already, and one card after the
/// other while the rate may fall. By dice of its own, so that all that was drawn before stays as it was.
/// </summary>
internal static class Thieves
{
    public const string ClaimedHash = "claimed";

    public static Plan JoinIn(Plan plan)
    {
        var dice = new Dice(plan.Seed, "thieves");
        if (dice.Chance(0.04))
        {
            plan = With(plan, [Claimed(plan, TimeSpan.FromMinutes(dice.Below(500)))]);
        }

        return dice.Chance(0.03) ? TryingCards(plan, TimeSpan.FromMinutes(30 + dice.Below(180))) : plan;
    }

    /// <summary>It is listed at this sell's address, and counts for another.</summary>
    public static bool IsClaimedElsewhere(Happening happening) => happening is Transfer transfer && IsClaimedElsewhere(transfer.Fact);

    public static bool IsClaimedElsewhere(DepositFact fact) => fact.TxHash == ClaimedHash;

    /// <summary>The ids that such transfers have for this plan's sell.</summary>
    public static IReadOnlySet<string> ClaimedElsewhere(Plan plan)
    {
        var sell = OneSell.SellOf(plan);
        return plan.Happenings.Where(IsClaimedElsewhere).Select(happening => DepositMatch.IdOf(sell, ((Transfer)happening).Fact)).ToHashSet();
    }

    private static Transfer Claimed(Plan plan, TimeSpan at)
    {
        var confirmed = at + TimeSpan.FromMinutes(3);
        return new(at, A.Transfer(plan.Crypto, ClaimedHash))
        {
            ListedAt = at,
            ConfirmedAt = confirmed,
            Notices = [(at + TimeSpan.FromSeconds(1), at), (confirmed + TimeSpan.FromSeconds(1), confirmed)],
        };
    }

    /// <summary>All is paid in at once, and whatever card the user gives is declined.</summary>
    private static Plan TryingCards(Plan plan, TimeSpan pause)
    {
        var (seen, confirmed) = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(8));
        var paid = new Transfer(seen, A.Transfer(plan.Crypto, "cards"))
        {
            ListedAt = seen,
            ConfirmedAt = confirmed,
            Notices = [(confirmed + TimeSpan.FromSeconds(1), confirmed)],
        };
        var cards = Enumerable.Range(1, 8).Select(number => new UserActs(number * pause, UserRequest.NewCard));
        var declined = new PayoutFate(PayoutStatus.Failed, TimeSpan.FromMinutes(1)) { NewDetailsCanHelp = true, NoticeAfter = TimeSpan.FromSeconds(1) };
        return With(plan with { Payouts = [.. Enumerable.Repeat(declined, plan.Payouts.Count)] }, [paid, .. cards]);
    }

    private static Plan With(Plan plan, IEnumerable<Happening> more) =>
        plan with { Happenings = [.. plan.Happenings.Concat(more).OrderBy(happening => happening.At)] };
}
