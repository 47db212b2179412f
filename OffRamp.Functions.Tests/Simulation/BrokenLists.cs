using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Simulation.Faults;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>
/// Joins to some worlds a custodian's list that breaks off right before the payout is decided on: half of the money is read, then
/// the custodian falls silent, the notice of the other half decides, and only then the list can be read on. Sometimes the half
/// that was read is gone by then. By dice of its own, so that all that was drawn before stays as it was.
/// </summary>
internal static class BrokenLists
{
    /// <summary>The first half is there and final; the second is waited for when the list is read.</summary>
    private static readonly TimeSpan Seen = TimeSpan.FromMinutes(5);

    public static Plan JoinIn(Plan plan)
    {
        var dice = new Dice(plan.Seed, "broken lists");
        return dice.Chance(0.02) ? Broken(plan, dice) : plan;
    }

    private static Plan Broken(Plan plan, Dice dice)
    {
        var quoted = decimal.Parse(plan.Crypto);
        var half = decimal.Floor(quoted * 500_000m) / 1_000_000m;
        var decided = Seen + TimeSpan.FromMinutes(6) + dice.Time(TimeSpan.Zero, TimeSpan.FromMinutes(2));
        var first = Paid(half, "half1", Seen + TimeSpan.FromMinutes(1)) with { DroppedAt = dice.Chance(0.5) ? decided - TimeSpan.FromSeconds(20) : null };
        var second = Paid(quoted - half, "half2", decided);
        return plan with
        {
            Happenings = [.. plan.Happenings.Concat([first, second]).OrderBy(happening => happening.At)],
            Faults = [new(Call.ListDeposits, FaultMode.Paged, 1), new(Call.ListDeposits, FaultMode.Timeout, 1 + dice.Below(4)), .. plan.Faults],
        };
    }

    private static Transfer Paid(decimal amount, string hash, TimeSpan confirmed) => new(Seen, A.Transfer(amount.ToString("0.######"), hash))
    {
        ListedAt = Seen,
        ConfirmedAt = confirmed,
        Notices = [(Seen + TimeSpan.FromSeconds(1), Seen), (confirmed + TimeSpan.FromSeconds(1), confirmed)],
    };
}
