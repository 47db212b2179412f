using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>
/// The table of moves, walked: every phase can be reached and left, by time alone and by an operator. That every unit of
/// crypto ends paid, refunded or in a named case is checked at the end of every sell of the simulation.
/// </summary>
[TestClass]
internal sealed class NoDeadEndTests
{
    private static readonly SellPhase[] Phases = Enum.GetValues<SellPhase>();
    private static readonly TimeSpan Longest = TimeSpan.FromDays(4);

    private static IEnumerable<object[]> Open => Phases.Where(phase => !phase.IsEnd()).Select(phase => new object[] { phase });

    private static IEnumerable<object[]> Pairs => Phases.SelectMany(from => Phases.Where(to => to != from).Select(to => new object[] { from, to }));

    [TestMethod]
    public void Every_phase_is_reached_from_the_first() =>
        CollectionAssert.AreEquivalent(Phases, ReachedFrom(SellPhase.AwaitingDeposit).ToArray());

    [TestMethod]
    [DynamicData(nameof(Open))]
    public void An_end_is_reached_from_every_phase(SellPhase phase) =>
        Assert.IsTrue(ReachedFrom(phase).Any(reached => reached.IsEnd()));

    [TestMethod]
    [DynamicData(nameof(Pairs))]
    public void Nothing_moves_along_an_edge_that_is_not_in_the_table(SellPhase from, SellPhase to)
    {
        var change = new SellChange(A.Sell() with { Phase = from }, A.Start);

        var isMoved = Succeeds(() => change.Tell("sell.pending", sell => sell with { Phase = to }));

        Assert.AreEqual((SellPhases.Allows(from, to), isMoved ? to : from), (isMoved, change.Sell.Phase));
    }

    [TestMethod]
    [DynamicData(nameof(Pairs))]
    public void Nothing_moves_without_an_event(SellPhase from, SellPhase to)
    {
        var change = new SellChange(A.Sell() with { Phase = from }, A.Start);

        Assert.IsFalse(Succeeds(() => change.Note(sell => sell with { Phase = to })));
    }

    [TestMethod]
    [DynamicData(nameof(Open))]
    public void Time_alone_moves_a_sell_on_or_alerts_operators(SellPhase phase)
    {
        var story = StoryIn(phase);

        while (story.Sell.Phase == phase && story.Alarm is null && story.Now < story.Sell.PhaseSince + Longest)
        {
            LookAtTheTimePromised(story);
        }

        Assert.IsTrue(story.Sell.Phase != phase || story.Alarm is not null, $"after {story.Now - story.Sell.PhaseSince} nothing has happened");
    }

    [TestMethod]
    [DynamicData(nameof(Open))]
    public void An_operator_can_move_a_sell_on(SellPhase phase)
    {
        SellAction[] possible = [.. Enum.GetValues<SellAction>().Where(action =>
        {
            var story = StoryIn(phase).OperatorAsks(action).Looks();
            return story.Refusal is null && (story.Sell.Phase != phase || story.Sell.CancelRequestedAt is not null);
        })];

        Assert.AreNotEqual(0, possible.Length);
    }

    [TestMethod]
    public void A_refund_that_was_on_its_way_when_the_sell_was_held_ends_it_as_refunded()
    {
        var story = StoryIn(SellPhase.Refunding).OperatorAsks(SellAction.Hold).Looks();

        RefundIs(story, RefundStatus.Sent);

        Assert.AreEqual((SellPhase.Refunded, SellStatus.Failed, null), (story.Sell.Phase, story.Sell.Status, story.Sell.HoldReason));
    }

    [TestMethod]
    public void A_held_refund_goes_on_when_the_sell_is_released()
    {
        var story = StoryIn(SellPhase.Refunding).OperatorAsks(SellAction.Hold).Looks();

        story.OperatorAsks(SellAction.Release).Looks();

        Assert.AreEqual((SellPhase.Refunding, NextStep.SendRefund), (story.Sell.Phase, story.Step.Next));
    }

    /// <summary>A sell that has come into the phase by the rules, with its provider's last word still to come.</summary>
    private static SellStory StoryIn(SellPhase phase)
    {
        var story = phase switch
        {
            SellPhase.AwaitingDeposit => new SellStory().Looks(),
            SellPhase.ConfirmingDeposit => Paying().Arrives(A.Transfer(status: DepositStatus.Seen)).Looks(),
            SellPhase.PayingOut => Paying().IsPaidIn(),
            SellPhase.ActionRequired => Declined(),
            SellPhase.OnHold => Paying().Arrives(A.Transfer() with { IsHighRisk = true }).Looks(),
            SellPhase.Refunding => Refunding(),
            SellPhase.RefundFailed => RefundIs(Refunding(), RefundStatus.Failed),
            _ => throw new InvalidOperationException($"{phase} is an end."),
        };
        Assert.AreEqual(phase, story.Sell.Phase);
        return story;
    }

    private static SellStory Paying() => new SellStory().At(TimeSpan.FromMinutes(10));

    private static SellStory Declined()
    {
        var story = Paying().IsPaidIn();
        return story.PayoutHasFailed(newDetailsCanHelp: true);
    }

    private static SellStory Refunding() => Declined().Arrives(new RefundRequest("n|refund", A.Start)).Looks();

    private static SellStory RefundIs(SellStory story, RefundStatus status) =>
        story.Looks(new RefundReported(new RefundFact(story.Sell.Refunds[^1].Id, status, null)));

    /// <summary>Providers answer, but never with news.</summary>
    private static void LookAtTheTimePromised(SellStory story)
    {
        if (story.Step.IsWait)
        {
            Assert.IsTrue(story.Step.Until > story.Now, $"{story.Step} has no timer");
            story.At(story.Step.Until - A.Start).Looks();
            return;
        }

        var payout = story.Sell.LastPayout?.Id ?? "";
        story.Looks(story.Step.Next switch
        {
            NextStep.AskCustodian => new CustodianAnswered(story.Now, []) { Kyc = KycStatus.Verified, CurrentRate = story.Sell.Quote.Rate },
            NextStep.SendRefund => new RefundUnknown(story.Sell.Refunds[^1].Id),
            _ => new PayoutUnknown(payout),
        });
    }

    private static HashSet<SellPhase> ReachedFrom(SellPhase phase)
    {
        HashSet<SellPhase> reached = [phase];
        while (reached.SelectMany(SellPhases.After).FirstOrDefault(next => !reached.Contains(next), phase) is var next && reached.Add(next))
        {
        }

        return reached;
    }

    private static bool Succeeds(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
