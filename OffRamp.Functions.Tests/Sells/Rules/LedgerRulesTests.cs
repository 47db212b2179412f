using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

[TestClass]
internal sealed class LedgerRulesTests
{
    [TestMethod]
    public void A_paid_sell_closes() => Closes(new SellStory().IsPaidIn().PayoutSettles());

    [TestMethod]
    public void A_payout_that_came_back_closes() =>
        Closes(new SellStory().IsPaidIn().PayoutSettles().PayoutComesBack());

    [TestMethod]
    public void A_deposit_that_was_lost_again_closes() =>
        Closes(new SellStory().IsPaidIn().PayoutSettles().Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks());

    [TestMethod]
    public void An_excess_of_dust_that_was_paid_with_the_rest_closes() => Closes(new SellStory().IsPaidIn("250.555").PayoutSettles());

    [TestMethod]
    public void A_speck_that_confirmed_too_late_to_be_paid_is_held()
    {
        var speck = A.Transfer("0.555", "abc2");
        var story = new SellStory().Arrives(speck with { Status = DepositStatus.Seen }).IsPaidIn("250.555").PayoutSettles();

        story.Arrives(speck).Looks();

        Closes(story);
        Assert.AreEqual(Money.Parse("0.555", Currency.USDT), story.Balance(Account.Held, Currency.USDT));
    }

    [TestMethod]
    [DataRow(RefundStatus.Sent, "1.25", "1.25")]
    [DataRow(RefundStatus.Failed, "1.25", "1.25")]
    [DataRow(RefundStatus.Sent, "0", "0")]
    [DataRow(RefundStatus.Sent, null, "0")]
    [DataRow(RefundStatus.Sent, "much", "0")]
    [DataRow(RefundStatus.Sent, "-1", "0")]
    public void What_the_network_took_for_a_refund_is_our_expense_and_closes(RefundStatus status, string? fee, string expense)
    {
        var story = new SellStory().IsPaidIn().PayoutHasFailed();

        story.Looks(new RefundReported(new RefundFact(story.Sell.Refunds.Single().Id, status, "feed") { Fee = fee }));

        Closes(story);
        Assert.AreEqual(expense, story.Balance(Account.NetworkCosts, Currency.USDT).ToString());
        Assert.AreEqual(status == RefundStatus.Sent ? "250" : "0", story.Balance(Account.Refunded, Currency.USDT).ToString());
    }

    [TestMethod]
    public void An_amount_that_was_changed_is_named_with_where_and_by_how_much()
    {
        var story = new SellStory().IsPaidIn().PayoutSettles();
        var paidOut = story.Postings.Single(entry => entry.Account == Account.PaidOut);

        var gap = LedgerRules.FindGap(story.Sell, [.. story.Postings.Except([paidOut]), paidOut with { Units = paidOut.Units - 1 }]);

        Assert.AreEqual(
            $"sequence {paidOut.Sequence} is off by -0.01 EUR; paid_out is booked as 227.69 EUR and was 227.70 EUR", gap);
    }

    [TestMethod]
    public void A_booking_that_is_missing_whole_is_found_though_the_rest_sums_to_zero()
    {
        var story = new SellStory().IsPaidIn().PayoutSettles();

        var gap = LedgerRules.FindGap(story.Sell, [.. story.Postings.Where(entry => entry.Currency == Currency.EUR)]);

        Assert.Contains("received is booked as 0 USDT and was -250 USDT", gap!);
        Assert.Contains("converted is booked as 0 USDT and was 250 USDT", gap!);
    }

    [TestMethod]
    public void What_was_moved_to_another_account_is_found_though_it_sums_to_zero()
    {
        var story = new SellStory().IsPaidIn().PayoutSettles();

        var gap = LedgerRules.FindGap(
            story.Sell, [.. story.Postings.Select(entry => entry.Account == Account.Fees ? entry with { Account = "pocket" } : entry)]);

        Assert.AreEqual("pocket is booked as 2.30 EUR and was 0.00 EUR; fees is booked as 0.00 EUR and was 2.30 EUR", gap);
    }

    private static void Closes(SellStory story) => Assert.IsNull(LedgerRules.FindGap(story.Sell, story.Postings));
}
