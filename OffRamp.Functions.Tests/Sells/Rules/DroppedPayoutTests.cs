using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>A reorg takes the deposit away between the decision to pay and the sending.</summary>
[TestClass]
internal sealed class DroppedPayoutTests
{
    private static readonly DepositFact Dropped = A.Transfer(status: DepositStatus.Dropped);

    [TestMethod]
    public void What_is_gone_before_it_was_sent_is_asked_about_and_not_sent()
    {
        var story = AboutToPay().Arrives(Dropped).Looks();

        Assert.AreEqual((SellPhase.PayingOut, NextStep.AskCustodian, 0), (story.Sell.Phase, story.Step.Next, story.Sell.Payouts.Count));
    }

    [TestMethod]
    public void Gone_for_the_custodian_too_the_sell_is_held_and_what_is_there_can_be_refunded()
    {
        var story = AboutToPay().Arrives(Dropped).Looks().ReadyToPaySays(Dropped);
        Assert.AreEqual((SellPhase.OnHold, HoldReasons.DepositMismatch), (story.Sell.Phase, story.Sell.HoldReason));

        story.At(TimeSpan.FromHours(1)).Looks().ReadyToPaySays(Dropped).OperatorAsks(SellAction.Refund).Looks();

        Assert.AreEqual((SellPhase.Expired, FailureCodes.Operator, false), (story.Sell.Phase, story.Sell.FailureCode, story.Sell.IsPayoutWanted));
    }

    [TestMethod]
    public void Taken_up_again_by_the_chain_it_is_paid_under_an_id_of_its_own()
    {
        var story = AboutToPay();
        var first = story.Sell.LastPayout!.Id;

        story.Arrives(Dropped).Looks().ReadyToPaySays(Dropped).At(TimeSpan.FromHours(1)).Looks().ReadyToPaySays(A.Transfer());

        Assert.AreEqual((SellPhase.PayingOut, NextStep.PayOut, 1), (story.Sell.Phase, story.Step.Next, story.Sell.Payouts.Count));
        Assert.AreNotEqual(first, story.Sell.LastPayout!.Id);
    }

    [TestMethod]
    public void A_payout_that_may_have_been_sent_is_never_given_up()
    {
        var story = AboutToPay();
        story.Looks(new PayoutSending(story.Sell.LastPayout!.Id, "try"));

        story.Arrives(Dropped).Looks();

        Assert.IsTrue(story.Sell.HasPayoutOut);
    }

    [TestMethod]
    public void A_speck_that_is_gone_delays_the_payout_by_no_more_than_a_question()
    {
        var speck = A.Transfer("0.5", "speck");
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer()).Arrives(speck).Looks().ReadyToPaySays(A.Transfer(), speck);

        story.Arrives(speck with { Status = DepositStatus.Dropped }).Looks().ReadyToPaySays(A.Transfer());

        Assert.AreEqual((NextStep.PayOut, "250"), (story.Step.Next, story.Sell.LastPayout!.Converts.ToString()));
    }

    [TestMethod]
    [DataRow("before the provider is asked")]
    [DataRow("while it is asked")]
    public async Task The_sending_itself_hears_of_it_in_the_last_moment(string when)
    {
        var sells = await StoredSells.StartAsync();
        var sell = await AboutToPayAsync(sells);
        Task DropAsync() => sells.ArrivesAsync(sell.Id, Dropped, "deposit.dropped");
        var isBefore = when == "before the provider is asked";
        if (isBefore)
        {
            await DropAsync();
        }

        var provider = new SlowProvider(isBefore ? () => Task.CompletedTask : DropAsync);
        var submit = new SubmitPayout(sells.Store, provider, sells.Advance, new SellPolicies(Assets.Defaults, sells.Clock), new NothingFrozen());

        var step = await submit.RunAsync(sell.Id, default);

        var now = await sells.ReadAsync(sell.Id);
        Assert.AreEqual((0, NextStep.AskCustodian, 0), (provider.Sent, step.Next, now.Payouts.Count));
    }

    private static SellStory AboutToPay()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer()).Looks().ReadyToPaySays(A.Transfer());
        Assert.AreEqual((SellPhase.PayingOut, NextStep.PayOut), (story.Sell.Phase, story.Step.Next));
        return story;
    }

    private static async Task<Sell> AboutToPayAsync(StoredSells sells)
    {
        var sell = await sells.AddAsync();
        await sells.ArrivesAsync(sell.Id, A.Transfer());
        await sells.LookAsync(sell.Id);
        var step = await sells.LookAsync(
            sell.Id, new CustodianAnswered(sells.Clock.GetUtcNow(), [A.Transfer()]) { Kyc = KycStatus.Verified, CurrentRate = sell.Quote.Rate });
        Assert.AreEqual(NextStep.PayOut, step.Next);
        return sell;
    }

    /// <summary>While it is asked about a payout that never arrived, something else happens.</summary>
    private sealed class SlowProvider(Func<Task> meanwhile) : IPayoutProvider
    {
        public int Sent { get; private set; }

        public Task<Outcome> SubmitAsync(Payout payout, CancellationToken cancellation)
        {
            Sent++;
            return Task.FromResult<Outcome>(new PayoutAccepted(payout.Id, null));
        }

        public async Task<Outcome> AskAsync(string payoutId, CancellationToken cancellation)
        {
            await meanwhile();
            return new PayoutNeverArrived(payoutId);
        }

        public IReadOnlyList<string> MethodsOf(Currency fiat) => throw new NotSupportedException();

        public Task<CardAnswer> FindCardAsync(string cardToken, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
