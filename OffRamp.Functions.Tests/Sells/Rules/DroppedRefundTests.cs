using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>A reorg takes a deposit away between the decision to send it back and the sending.</summary>
[TestClass]
internal sealed class DroppedRefundTests
{
    private static readonly DepositFact Deposit = A.Transfer("5");
    private static readonly DepositFact Dropped = Deposit with { Status = DepositStatus.Dropped };

    [TestMethod]
    public void What_is_gone_before_it_was_sent_is_asked_about_and_not_sent()
    {
        var story = AboutToRefund();

        story.Arrives(Dropped).Looks();

        Assert.AreEqual((SellPhase.Refunding, NextStep.AskCustodian), (story.Sell.Phase, story.Step.Next));
    }

    [TestMethod]
    public void It_is_sent_once_the_chain_has_taken_it_up_again()
    {
        var story = AboutToRefund().Arrives(Dropped).Looks().CustodianSays(Dropped);
        Assert.AreEqual(new Step(SellPhase.Refunding, NextStep.AwaitNotice, story.Now + TimeSpan.FromMinutes(5)), story.Step);

        story.CustodianSays(Deposit).Looks();

        Assert.AreEqual(NextStep.SendRefund, story.Step.Next);
    }

    [TestMethod]
    public void Gone_for_days_it_is_a_persons_business()
    {
        var story = AboutToRefund().Arrives(Dropped).Looks().CustodianSays(Dropped);

        story.At(TimeSpan.FromDays(4)).Looks();

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.RefundUnresolved), (story.Sell.Phase, story.Sell.HoldReason));
    }

    [TestMethod]
    public async Task The_sending_itself_hears_of_it_in_the_last_moment()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync();
        await sells.ArrivesAsync(sell.Id, Deposit);
        sells.Clock.Advance(TimeSpan.FromHours(6));
        await sells.LookAsync(sell.Id);
        await sells.LookAsync(sell.Id, new CustodianAnswered(sells.Clock.GetUtcNow(), [Deposit]));
        var custodian = new SlowCustodian(() => sells.ArrivesAsync(sell.Id, Dropped, "deposit.dropped"));
        var send = new SendRefund(sells.Store, custodian, sells.Advance, new SellPolicies(Assets.Defaults, sells.Clock), new NoScreening(), new ScreenDeposits(new NoScreening()), new NothingFrozen(), sells.RefundLimits);

        await send.RunAsync(sell.Id, default);

        Assert.AreEqual((1, 0), (custodian.Asked, custodian.Sent));
        Assert.AreEqual((SellPhase.Refunding, RefundStatus.Submitting), ((await sells.ReadAsync(sell.Id)).Phase, (await sells.ReadAsync(sell.Id)).Refunds.Single().Status));
    }

    private static SellStory AboutToRefund()
    {
        var window = TimeSpan.FromHours(6);
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(Deposit).Looks().At(window).Looks().CustodianSays(Deposit).Looks();
        Assert.AreEqual((SellPhase.Refunding, NextStep.SendRefund), (story.Sell.Phase, story.Step.Next));
        return story;
    }

    /// <summary>While it is asked about a refund that never arrived, something else happens.</summary>
    private sealed class SlowCustodian(Func<Task> meanwhile) : ICustodian
    {
        public int Asked { get; private set; }
        public int Sent { get; private set; }

        public Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<DepositPage?> ListDepositsAsync(string address, Asset asset, string? cursor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome> SendRefundAsync(Refund refund, Network network, CancellationToken cancellation)
        {
            Sent++;
            return Task.FromResult<Outcome>(new RefundUnknown(refund.Id));
        }

        public async Task<Outcome> AskRefundAsync(string refundId, CancellationToken cancellation)
        {
            Asked++;
            await meanwhile();
            return new RefundNeverArrived(refundId);
        }
    }
}
