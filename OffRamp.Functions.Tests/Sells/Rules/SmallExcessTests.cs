using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>An excess of at most dust is paid with the rest, at the quote's rate, and booked so; it never goes back.</summary>
[TestClass]
public sealed class SmallExcessTests
{
    // The quote: 250 USDT for 227.70 EUR, at 0.92 less 0.0092.
    [TestMethod]
    [DataRow("250.000001", "227.70")]
    [DataRow("250.999999", "228.61")]
    [DataRow("251", "228.61")]
    public void It_is_paid_with_the_rest(string received, string paid)
    {
        var story = new SellStory().IsPaidIn(received);

        Assert.AreEqual((paid, received), (story.Sell.LastPayout!.Amount.ToString(), story.Sell.LastPayout.Converts.ToString()));
    }

    [TestMethod]
    public void One_unit_more_than_dust_goes_back_and_the_quote_is_paid()
    {
        var story = new SellStory().IsPaidIn("251.000001").PayoutSettles();

        Assert.AreEqual(("227.70", "250"), (story.Sell.LastPayout!.Amount.ToString(), story.Sell.LastPayout.Converts.ToString()));
        Assert.AreEqual(("1.000001", "excess"), (story.Sell.Refunds.Single().Amount.ToString(), story.Sell.Refunds.Single().Reason));
    }

    [TestMethod]
    public void Paid_it_is_all_booked_as_sold_and_nothing_is_held_or_refunded()
    {
        var story = new SellStory().IsPaidIn("250.999999").PayoutSettles();

        Assert.AreEqual((SellPhase.Paid, NextStep.Completed, 0), (story.Sell.Phase, story.Step.Next, story.Sell.Refunds.Count));
        Assert.AreEqual(Money.Parse("250.999999", Currency.USDT), story.Balance(Account.Converted, Currency.USDT));
        Assert.AreEqual(Money.Zero(Currency.USDT), story.Balance(Account.Held, Currency.USDT));
        Assert.AreEqual(Money.Parse("228.61", Currency.EUR), story.Balance(Account.PaidOut, Currency.EUR));
    }

    [TestMethod]
    public void If_the_payout_fails_all_of_it_goes_back()
    {
        var story = new SellStory().IsPaidIn("250.5").PayoutHasFailed();

        Assert.AreEqual("250.5", story.Sell.Refunds.Single().Amount.ToString());
    }

    [TestMethod]
    public void Another_card_is_paid_as_much()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).IsPaidIn("250.5").PayoutHasFailed(newDetailsCanHelp: true);

        story.Arrives(new NewCard("n|card", story.Now, A.Sell().Card)).Looks().ReadyToPaySays(A.Transfer("250.5"));

        Assert.AreEqual((2, "228.15"), (story.Sell.LastPayout!.Attempt, story.Sell.LastPayout.Amount.ToString()));
    }

    [TestMethod]
    public void An_operator_who_pays_out_again_what_came_back_pays_as_much()
    {
        var story = new SellStory().IsPaidIn("250.5").PayoutSettles().PayoutComesBack();

        story.OperatorAsks(SellAction.PayOut).Looks().ReadyToPaySays(A.Transfer("250.5"));

        Assert.AreEqual((2, "228.15", "250.5"), (story.Sell.LastPayout!.Attempt, story.Sell.LastPayout.Amount.ToString(), story.Sell.LastPayout.Converts.ToString()));
    }

    [TestMethod]
    public void A_quote_says_so_before_and_its_example_of_what_goes_back_is_above_dust()
    {
        var asset = Assets.Defaults.All.Single(known => known.Currency == Currency.USDC);
        var amount = Money.Parse("10", Currency.USDC);
        var terms = A.Sell().Quote with { CryptoAmount = amount, FiatAmount = Money.Parse("9.10", Currency.EUR) };

        var told = new Expectations(asset, UnderpaidPolicy.ConvertActual, TimeSpan.FromHours(6)).IfOver(terms);

        Assert.AreEqual(asset.Dust.ToString(), told.ConvertedBelow);
        Assert.IsGreaterThan(asset.Dust, Money.Parse(told.Example.RefundedAmount, Currency.USDC));
    }
}
