using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>What only goes back is looked at too: nothing leaves for crypto of a sender whom nobody has looked at.</summary>
[TestClass]
internal sealed class ScreenedRefundTests
{
    private static readonly DepositFact TooLittle = A.Transfer("5");

    [TestMethod]
    public async Task A_refund_leaves_once_its_sender_is_of_low_risk()
    {
        var refund = await AboutToLeaveAsync();

        await refund.SendAsync(ScreenedRisk.Low);

        Assert.AreEqual((1, SellPhase.Refunded), (refund.Sent, (await refund.ReadAsync()).Phase));
    }

    [TestMethod]
    public async Task While_nobody_says_anything_of_the_sender_it_waits()
    {
        var refund = await AboutToLeaveAsync();

        await refund.SendAsync(null);

        Assert.AreEqual((0, SellPhase.Refunding), (refund.Sent, (await refund.ReadAsync()).Phase));
    }

    [TestMethod]
    public async Task After_a_quarter_of_an_hour_of_silence_a_person_looks()
    {
        var refund = await AboutToLeaveAsync();

        await refund.SendAsync(null, after: TimeSpan.FromMinutes(15));

        Assert.AreEqual(
            (0, SellPhase.OnHold, HoldReasons.ComplianceReview), (refund.Sent, (await refund.ReadAsync()).Phase, (await refund.ReadAsync()).HoldReason));
    }

    [TestMethod]
    public async Task A_later_low_lets_it_go_by_itself()
    {
        var refund = await AboutToLeaveAsync();
        await refund.SendAsync(null, after: TimeSpan.FromMinutes(15));

        await refund.SendAsync(ScreenedRisk.Low, after: TimeSpan.FromHours(1));

        Assert.AreEqual((1, SellPhase.Refunded), (refund.Sent, (await refund.ReadAsync()).Phase));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(15)]
    public async Task A_sender_of_high_risk_is_a_persons_business(int minutesOfSilence)
    {
        var refund = await AboutToLeaveAsync();
        await refund.SendAsync(null, after: TimeSpan.FromMinutes(minutesOfSilence));

        await refund.SendAsync(ScreenedRisk.High, after: TimeSpan.FromHours(1));
        await refund.SendAsync(ScreenedRisk.Low, after: TimeSpan.FromHours(1));

        Assert.AreEqual(
            (0, SellPhase.OnHold, HoldReasons.ComplianceReview), (refund.Sent, (await refund.ReadAsync()).Phase, (await refund.ReadAsync()).HoldReason));
    }

    [TestMethod]
    public async Task What_an_operator_holds_no_word_of_the_provider_releases()
    {
        var refund = await AboutToLeaveAsync();
        await refund.IsHeldAsync();

        await refund.SendAsync(ScreenedRisk.Low);

        Assert.AreEqual((0, HoldReasons.Operator), (refund.Sent, (await refund.ReadAsync()).HoldReason));
    }

    [TestMethod]
    public async Task After_the_end_a_sender_of_high_risk_is_a_case_and_nothing_leaves()
    {
        var refund = await AboutToLeaveAsync(isLate: true);

        await refund.SendAsync(ScreenedRisk.High);

        var sell = await refund.ReadAsync();
        Assert.AreEqual((0, SellPhase.Expired, RefundStatus.Failed), (refund.Sent, sell.Phase, sell.Refunds.Single().Status));
        Assert.Contains(HoldReasons.ComplianceReview, sell.OpenCases.Select(open => open.Kind));
    }

    /// <summary>Less than the minimum by the deadline, or all of it after that.</summary>
    private static async Task<OpenRefund> AboutToLeaveAsync(bool isLate = false)
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync();
        sells.Clock.Advance(TimeSpan.FromHours(6));
        if (isLate)
        {
            await sells.LookAsync(sell.Id);
            await sells.LookAsync(sell.Id, new CustodianAnswered(sells.Clock.GetUtcNow(), []));
            sells.Clock.Advance(TimeSpan.FromHours(1));
        }

        var fact = isLate ? A.Transfer() with { SeenAt = sells.Clock.GetUtcNow() } : TooLittle;
        await sells.ArrivesAsync(sell.Id, fact);
        await sells.LookAsync(sell.Id);
        await sells.LookAsync(sell.Id, new CustodianAnswered(sells.Clock.GetUtcNow(), [fact]));
        Assert.HasCount(1, (await sells.ReadAsync(sell.Id)).Refunds);
        return new OpenRefund(sells, sell.Id);
    }

    /// <summary>A refund that is on record and has not left, its custodian, and whoever screens.</summary>
    private sealed class OpenRefund(StoredSells sells, SellId sell) : ICustodian, IScreening
    {
        private ScreenedRisk? sender;

        public int Sent { get; private set; }

        public bool IsOn => true;

        public Task<Sell> ReadAsync() => sells.ReadAsync(sell);

        /// <summary>As its orchestration has it sent, the provider saying that of the sender.</summary>
        public async Task SendAsync(ScreenedRisk? risk, TimeSpan after = default)
        {
            sells.Clock.Advance(after);
            sender = risk;
            await new SendRefund(sells.Store, this, sells.Advance, new SellPolicies(Assets.Defaults, sells.Clock), this, new ScreenDeposits(this), new NothingFrozen(), sells.RefundLimits).RunAsync(sell, default);
        }

        public async Task IsHeldAsync()
        {
            var order = new OperatorOrder(SellAction.Hold, (await ReadAsync()).Sequence, "ann", "because");
            await sells.ArrivesAsync(sell, new OperatorAction("n|o|1", sells.Clock.GetUtcNow(), order));
            await sells.LookAsync(sell);
        }

        public Task<ScreenedRisk?> AskSenderAsync(Network network, string address, string txHash, CancellationToken cancellation) => Task.FromResult(sender);

        public Task<ScreenedRisk?> AskRecipientAsync(Network network, string address, CancellationToken cancellation) =>
            Task.FromResult<ScreenedRisk?>(ScreenedRisk.Low);

        public Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<DepositPage?> ListDepositsAsync(string address, Asset asset, string? cursor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome> SendRefundAsync(Refund refund, Network network, CancellationToken cancellation)
        {
            Sent++;
            return AskRefundAsync(refund.Id, cancellation);
        }

        public Task<Outcome> AskRefundAsync(string refundId, CancellationToken cancellation) => Task.FromResult<Outcome>(
            Sent == 0 ? new RefundNeverArrived(refundId) : new RefundReported(new RefundFact(refundId, RefundStatus.Sent, "feed")));
    }
}
