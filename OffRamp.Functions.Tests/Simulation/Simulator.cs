using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Tests.Simulation.Faults;
using OffRamp.Functions.Tests.Simulation.Whole;
using OffRamp.Functions.Tests.Simulation.Providers;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>Plays seeds, and makes of the first that fails the shortest story that still fails in the same way.</summary>
internal sealed class Simulator(Action<Plan, Bug, Story?> play)
{
    /// <summary>The product's rules; storage and orchestration are models.</summary>
    public static Simulator Rules { get; } = new((plan, bug, story) => OneSell.Play(plan, bug, story));

    /// <summary>The same, and what happened is counted.</summary>
    public static Simulator Counted(Tally tally) => new((plan, bug, story) => OneSell.Play(plan, bug, story, tally));

    /// <summary>The product whole, and its orchestration on the real worker.</summary>
    public static Simulator Whole { get; } = new((plan, bug, story) => WholeSell.Play(plan, bug, story));

    /// <summary>The same, and what happened is counted.</summary>
    public static Simulator WholeCounted(Tally tally) => new((plan, bug, story) => WholeSell.Play(plan, bug, story, tally));

    /// <summary>Null when every promise held.</summary>
    public Failure? Play(Plan plan, Bug bug = Bug.None, Story? story = null)
    {
        try
        {
            play(plan, bug, story);
            return null;
        }
        catch (Violation broken)
        {
            return new Failure(plan, broken.Promise, broken.Message);
        }
        catch (InvalidOperationException thrown)
        {
            return new Failure(plan, "the rules do not throw", thrown.ToString());
        }
    }

    /// <summary>Leaves out whatever the failure does not need: one kind of trouble, one happening, one notice after the other.</summary>
    public Failure Shrink(Failure failure, Bug bug = Bug.None)
    {
        for (var isShorter = true; isShorter;)
        {
            isShorter = false;
            foreach (var simpler in Simpler(failure.Plan))
            {
                if (Play(simpler, bug) is { } same && same.Promise == failure.Promise)
                {
                    (failure, isShorter) = (same, true);
                    break;
                }
            }
        }

        return failure;
    }

    public string Tell(Failure failure, Bug bug = Bug.None)
    {
        var story = new Story();
        Play(failure.Plan, bug, story);
        var planted = bug == Bug.None ? "" : $"OFFRAMP_SIM_BUG={bug} ";
        return $"Seed {failure.Plan.Seed} breaks a promise. {failure.What}\nReplay: OFFRAMP_SIM_SEED={failure.Plan.Seed} {planted}./soak simulation\n"
            + $"{failure.Plan.Crypto} USDT, {failure.Plan.Underpaid}, {failure.Plan.Trouble}, {failure.Plan.Speech}, [{string.Join(", ", failure.Plan.Faults)}]\n{story}";
    }

    private static readonly PayoutFate Plain = new(PayoutStatus.Settled, TimeSpan.FromMinutes(1)) { NoticeAfter = TimeSpan.FromSeconds(1) };
    private static readonly RefundFate Sent = new(RefundStatus.Sent, TimeSpan.Zero);

    private static IEnumerable<Plan> Simpler(Plan plan)
    {
        foreach (var trouble in plan.Trouble.Simpler())
        {
            yield return plan with { Trouble = trouble };
        }

        if (plan.Happenings.Any(happening => happening is Transfer { IsOneOfMany: true }))
        {
            yield return plan with { Happenings = [.. plan.Happenings.Where(happening => happening is not Transfer { IsOneOfMany: true })] };
        }

        if (plan.Flood.Count > 0)
        {
            yield return plan with { Flood = default };
        }

        for (var without = 0; without < plan.Happenings.Count; without++)
        {
            yield return plan with { Happenings = [.. plan.Happenings.Where((_, number) => number != without)] };
        }

        for (var without = 0; without < plan.Faults.Count; without++)
        {
            yield return plan with { Faults = [.. plan.Faults.Where((_, number) => number != without)] };
        }

        if (plan.RefundCost != "0")
        {
            yield return plan with { RefundCost = "0" };
        }

        if (plan.Speech != Speech.Plain)
        {
            yield return plan with { Speech = Speech.Plain };
        }

        for (var index = 0; index < plan.Payouts.Count; index++)
        {
            if (plan.Payouts[index] != Plain)
            {
                yield return plan with { Payouts = [.. plan.Payouts.Select((fate, number) => number == index ? Plain : fate)] };
            }

            if (plan.Refunds[index] != Sent)
            {
                yield return plan with { Refunds = [.. plan.Refunds.Select((fate, number) => number == index ? Sent : fate)] };
            }
        }

        for (var index = 0; index < plan.Happenings.Count; index++)
        {
            if (plan.Happenings[index] is not Transfer transfer)
            {
                continue;
            }

            foreach (var simpler in Simpler(transfer))
            {
                yield return plan with { Happenings = [.. plan.Happenings.Select((known, number) => number == index ? simpler : known)] };
            }
        }
    }

    private static IEnumerable<Transfer> Simpler(Transfer transfer)
    {
        for (var without = 0; without < transfer.Notices.Count; without++)
        {
            yield return transfer with { Notices = [.. transfer.Notices.Where((_, number) => number != without)] };
        }

        if (transfer.BackAt is not null)
        {
            yield return transfer with { BackAt = null };
        }

        if (transfer.Fact.IsHighRisk)
        {
            yield return transfer with { Fact = transfer.Fact with { IsHighRisk = false } };
        }
    }
}

/// <summary>A plan in which a promise was broken.</summary>
internal sealed record Failure(Plan Plan, string Promise, string What);
