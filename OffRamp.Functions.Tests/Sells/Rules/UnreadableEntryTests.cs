using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>No sell ends over an answer of the custodian's that was not understood, and none pays or refunds what it does not confirm.</summary>
[TestClass]
internal sealed class UnreadableEntryTests
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);
    private static readonly DepositFact Half = A.Transfer("100", "half");
    private static readonly UnreadableEntry Entry = new("ent_1", "abc") { Known = A.Transfer() with { SeenAt = DateTimeOffset.MaxValue } };

    [TestMethod]
    public void A_sell_does_not_expire_over_an_entry_that_cannot_be_read()
    {
        var story = new SellStory().At(Window).Looks().CustodianMumbles([Entry]);

        Assert.AreEqual((SellPhase.AwaitingDeposit, NextStep.AwaitNotice, story.Now + TimeSpan.FromMinutes(1)), (story.Sell.Phase, story.Step.Next, story.Step.Until));
    }

    [TestMethod]
    public void Nor_is_it_cancelled()
    {
        var story = new SellStory().At(TimeSpan.FromHours(1)).CancelIsAsked().Looks().CustodianMumbles([Entry]);

        Assert.AreEqual(SellPhase.AwaitingDeposit, story.Sell.Phase);
    }

    [TestMethod]
    public void Read_after_all_it_counts()
    {
        var story = Blocked();

        story.CustodianSays(A.Transfer());

        Assert.AreEqual((SellPhase.PayingOut, 0), (story.Sell.Phase, story.Sell.Entries.Count));
    }

    [TestMethod]
    public void After_an_hour_a_person_looks()
    {
        var story = Held();

        Assert.AreEqual((SellPhase.OnHold, SellStatus.Pending, HoldReasons.DepositMismatch), (story.Sell.Phase, story.Sell.Status, story.Sell.HoldReason));
        Assert.AreEqual(("unreadable_entry", "ent_1"), (story.Sell.Cases.Single().Kind, story.Sell.Cases.Single().Detail));
    }

    [TestMethod]
    public void Held_for_it_the_custodian_is_asked_every_five_minutes()
    {
        var story = Held();

        story.At(story.Now - A.Start + TimeSpan.FromMinutes(5)).Looks();
        Assert.AreEqual(NextStep.AskCustodian, story.Step.Next);
        story.CustodianMumbles([Entry]);

        Assert.AreEqual((NextStep.AwaitNotice, story.Now + TimeSpan.FromMinutes(5)), (story.Step.Next, story.Step.Until));
    }

    [TestMethod]
    public void Held_for_it_the_sell_goes_on_by_itself_once_it_was_read()
    {
        var story = Held();

        story.ReadyToPaySays(A.Transfer());

        Assert.AreEqual((SellPhase.PayingOut, NextStep.PayOut), (story.Sell.Phase, story.Step.Next));
    }

    [TestMethod]
    public void What_an_operator_sets_aside_stands_in_the_way_no_more()
    {
        var story = Held().OperatorAsks(SellAction.SetAsideEntry, order => order with { EntryId = "ent_1" }).Looks();
        Assert.IsNull(story.Refusal);

        story.CustodianMumbles([Entry]);

        Assert.AreEqual(SellPhase.Expired, story.Sell.Phase);
    }

    [TestMethod]
    [DataRow(SellAction.Release)]
    [DataRow(SellAction.PayOut)]
    public void Nobody_can_waive_it(SellAction action)
    {
        var story = Mismatch().OperatorAsks(action).Looks();

        Assert.AreEqual((Refusals.ActionNotPossible, SellPhase.OnHold), (story.Refusal, story.Sell.Phase));
    }

    [TestMethod]
    public void A_list_that_confirms_too_little_holds_the_payout_until_it_confirms_enough()
    {
        var story = Mismatch();

        story.At(TimeSpan.FromHours(1)).ReadyToPaySays(A.Transfer());

        Assert.AreEqual((SellPhase.PayingOut, NextStep.PayOut), (story.Sell.Phase, story.Step.Next));
    }

    [TestMethod]
    public void An_operator_may_refund_what_the_custodian_confirms_and_no_more()
    {
        var story = Mismatch();
        story.At(TimeSpan.FromHours(1)).CustodianMumbles([], Half).OperatorAsks(SellAction.Refund).Looks();

        Assert.AreEqual("100", story.Sell.Refunds.Single().Amount.ToString());
    }

    [TestMethod]
    public void Where_the_custodian_confirms_nothing_an_operator_can_only_end_the_sell()
    {
        var story = Mismatch();
        story.At(TimeSpan.FromHours(1)).CustodianMumbles([]).OperatorAsks(SellAction.Refund).Looks();

        Assert.AreEqual((SellPhase.Expired, "operator", 0), (story.Sell.Phase, story.Sell.FailureCode, story.Sell.Refunds.Count));
    }

    [TestMethod]
    public void What_readable_entries_cover_is_paid_whatever_else_is_there()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer()).Looks();

        story.CustodianMumbles([new UnreadableEntry("ent_2", "abc")], A.Transfer());

        Assert.AreEqual(NextStep.PayOut, story.Step.Next);
    }

    [TestMethod]
    public void Money_that_was_at_the_address_before_does_not_stand_in_for_what_is_gone()
    {
        var old = A.Transfer("250", "old") with { SeenAt = A.Start - TimeSpan.FromDays(9) };
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer()).Looks();

        story.ReadyToPaySays(old, A.Transfer(status: DepositStatus.Seen));

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.DepositMismatch), (story.Sell.Phase, story.Sell.HoldReason));
        Assert.AreEqual("before_birth", story.Sell.Cases.Single().Kind);
    }

    [TestMethod]
    [DataRow(-2, 0)]
    [DataRow(0, 0)]
    [DataRow(5, 5)]
    [DataRow(20, 11)]
    public void Seen_at_is_never_before_the_birth_nor_after_it_was_heard_of(int minutes, int taken)
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer() with { SeenAt = A.Start.AddMinutes(minutes) }).Looks();

        Assert.AreEqual(A.Start.AddMinutes(taken), story.Sell.Deposits.Single().SeenAt);
    }

    [TestMethod]
    public void A_list_longer_than_one_look_is_read_to_its_end_before_anything_is_decided()
    {
        var story = new SellStory().At(Window).Looks();
        story.Looks(new CustodianAnswered(story.Now, []) { NextCursor = "p20" });
        Assert.AreEqual((SellPhase.AwaitingDeposit, NextStep.AskCustodian, "p20"), (story.Sell.Phase, story.Step.Next, story.Sell.Reading!.Cursor));

        story.Looks(new CustodianAnswered(story.Now, [A.Transfer()]) { Earlier = story.Sell.Reading });

        Assert.AreEqual((SellPhase.PayingOut, null), (story.Sell.Phase, story.Sell.Reading));
    }

    [TestMethod]
    public void What_an_earlier_page_confirmed_is_not_forgotten_before_the_payout()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer()).Looks();
        story.Looks(new CustodianAnswered(story.Now, [A.Transfer()]) { NextCursor = "p20" });

        story.Looks(new CustodianAnswered(story.Now, []) { Earlier = story.Sell.Reading, Kyc = KycStatus.Verified, CurrentRate = story.Sell.Quote.Rate });

        Assert.AreEqual(NextStep.PayOut, story.Step.Next);
    }

    [TestMethod]
    public void An_unread_page_is_an_unread_list_and_an_old_cursor_is_given_up()
    {
        var story = new SellStory().At(Window).Looks();
        story.Looks(new CustodianAnswered(story.Now, []) { NextCursor = "p20" }).Looks(new ProviderSilent("custodian"));
        Assert.AreEqual((SellPhase.AwaitingDeposit, "p20"), (story.Sell.Phase, story.Sell.Reading!.Cursor));

        story.At(Window + TimeSpan.FromHours(1.1)).Looks(new ProviderSilent("custodian"));

        Assert.AreEqual((SellPhase.AwaitingDeposit, null), (story.Sell.Phase, story.Sell.Reading));
    }

    private static SellStory Blocked() => new SellStory().At(Window).Looks().CustodianMumbles([Entry]);

    private static SellStory Held() => Blocked().At(Window + TimeSpan.FromHours(1)).Looks().CustodianMumbles([Entry]);

    private static SellStory Mismatch() => new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(Half).Arrives(A.Transfer("150", "rest")).Looks().ReadyToPaySays(Half);
}
