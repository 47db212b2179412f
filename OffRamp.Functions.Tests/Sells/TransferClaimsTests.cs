using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>One transfer is one sell's, whoever reports it for whom.</summary>
[TestClass]
internal sealed class TransferClaimsTests
{
    [TestMethod]
    public async Task Of_two_sells_that_hear_of_one_transfer_at_once_one_counts_it()
    {
        var sells = await StoredSells.StartAsync();
        var both = new[] { await sells.AddAsync(A.Sell()), await sells.AddAsync(A.Sell()) };
        foreach (var sell in both)
        {
            await sells.ArrivesAsync(sell.Id, A.Transfer());
        }

        await Task.WhenAll(both.Select(sell => sells.LookAsync(sell.Id)));

        var read = await Task.WhenAll(both.Select(sell => sells.ReadAsync(sell.Id)));
        CollectionAssert.AreEquivalent(
            new[] { SellPhase.PayingOut, SellPhase.AwaitingDeposit }, read.Select(sell => sell.Phase).ToArray());
        Assert.AreEqual(CaseKinds.DepositContradiction, read.Single(sell => sell.Deposits.Count == 0).OpenCases.Single().Kind);
    }

    [TestMethod]
    public async Task An_operator_cannot_count_what_is_another_sells()
    {
        var sells = await StoredSells.StartAsync();
        var (one, other) = (await sells.AddAsync(A.Sell()), await sells.AddAsync(A.Sell()));
        await sells.ArrivesAsync(one.Id, A.Transfer());
        await sells.LookAsync(one.Id);

        var order = new OperatorOrder(SellAction.MatchDeposit, other.Sequence, "ann", "because") { Deposit = A.Transfer() };
        await sells.ArrivesAsync(other.Id, new OperatorAction("n|o|1", sells.Clock.GetUtcNow(), order));
        await sells.LookAsync(other.Id);

        var read = await sells.ReadAsync(other.Id);
        Assert.AreEqual((SellPhase.AwaitingDeposit, 0, other.Sequence), (read.Phase, read.Deposits.Count, read.Sequence));
    }

    [TestMethod]
    public async Task Another_transfer_of_the_same_transaction_is_another_one()
    {
        var sells = await StoredSells.StartAsync();
        var (one, other) = (await sells.AddAsync(A.Sell()), await sells.AddAsync(A.Sell()));
        await sells.ArrivesAsync(one.Id, A.Transfer());
        await sells.ArrivesAsync(other.Id, A.Transfer() with { LogIndex = 1 });

        await sells.LookAsync(one.Id);
        await sells.LookAsync(other.Id);

        Assert.AreEqual(SellPhase.PayingOut, (await sells.ReadAsync(other.Id)).Phase);
    }

    [TestMethod]
    public async Task A_refunded_sell_keeps_counting_in_its_users_day()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync(A.Sell());
        await sells.ReserveAsync(sell);
        await sells.ArrivesAsync(sell.Id, A.Transfer("5"));
        await sells.LookAsync(sell.Id);

        await RefundAtTheDeadlineAsync(sells, sell, A.Transfer("5"));

        Assert.AreEqual((SellPhase.Refunded, "5000000"), ((await sells.ReadAsync(sell.Id)).Phase, await sells.ReservedAsync(sell)));
    }

    [TestMethod]
    public async Task What_came_after_a_cancel_and_went_back_counts_too_and_once()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync(A.Sell("10"));
        await sells.ReserveAsync(sell);
        await sells.CancelIsAskedAsync(sell.Id);
        await sells.LookAsync(sell.Id);
        await sells.LookAsync(sell.Id, new CustodianAnswered(sells.Clock.GetUtcNow(), []));
        Assert.AreEqual("0", await sells.ReservedAsync(sell));

        sells.Clock.Advance(TimeSpan.FromMinutes(20));
        await sells.ArrivesAsync(sell.Id, A.Transfer("9000"));
        await sells.LookAsync(sell.Id);
        await RefundIsSentAsync(sells, sell);
        await new SellEndings(sells.Reservations).CloseAsync(await sells.ReadAsync(sell.Id), default);

        Assert.AreEqual("9000000000", await sells.ReservedAsync(sell));
    }

    [TestMethod]
    public async Task One_that_ended_unpaid_and_without_money_gives_its_amount_back()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync(A.Sell());
        await sells.ReserveAsync(sell);

        sells.Clock.Advance(TimeSpan.FromHours(6));
        await sells.LookAsync(sell.Id, new CustodianAnswered(sells.Clock.GetUtcNow(), []));

        Assert.AreEqual("0", await sells.ReservedAsync(sell));
    }

    private static async Task RefundAtTheDeadlineAsync(StoredSells sells, Sell sell, OffRamp.Functions.Deposits.DepositFact fact)
    {
        sells.Clock.Advance(TimeSpan.FromHours(6));
        await sells.LookAsync(sell.Id, new CustodianAnswered(sells.Clock.GetUtcNow(), [fact]));
        await RefundIsSentAsync(sells, sell);
    }

    private static async Task RefundIsSentAsync(StoredSells sells, Sell sell)
    {
        var refund = (await sells.ReadAsync(sell.Id)).Refunds.Single();
        await sells.LookAsync(sell.Id, new RefundReported(new OffRamp.Functions.Deposits.Refunds.RefundFact(refund.Id, OffRamp.Functions.Deposits.Refunds.RefundStatus.Sent, "feed")));
    }
}
