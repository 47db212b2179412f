using FsCheck;
using FsCheck.Fluent;

namespace OffRamp.Functions.Tests;

[TestClass]
public sealed class MoneyTests
{
    [TestMethod]
    [DataRow("0", "0")]
    [DataRow("250", "250")]
    [DataRow("250.5", "250.5")]
    [DataRow("250.500000", "250.5")]
    [DataRow("0.000001", "0.000001")]
    [DataRow("1234567890123456789012345678901", "1234567890123456789012345678901")]
    public void A_coin_amount_is_written_without_trailing_zeros(string text, string expected)
    {
        var amount = Money.Parse(text, Currency.USDT);

        Assert.AreEqual(expected, amount.ToString());
    }

    [TestMethod]
    [DataRow("227.700")]
    [DataRow("227.7")]
    [DataRow("227.700000000000000000")]
    public void Zeros_at_the_end_make_no_other_amount(string text) =>
        Assert.AreEqual(Money.Parse("227.70", Currency.EUR), Money.Parse(text, Currency.EUR));

    [TestMethod]
    [DataRow("227.21", "227.21")]
    [DataRow("227.2", "227.20")]
    [DataRow("227", "227.00")]
    [DataRow("0.01", "0.01")]
    public void Fiat_is_always_written_with_two_decimals(string text, string expected)
    {
        var amount = Money.Parse(text, Currency.EUR);

        Assert.AreEqual(expected, amount.ToString());
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    [DataRow(" 1")]
    [DataRow("1 ")]
    [DataRow("+1")]
    [DataRow("-1")]
    [DataRow("1e3")]
    [DataRow("1,000")]
    [DataRow("1_000")]
    [DataRow("1.")]
    [DataRow(".5")]
    [DataRow(".")]
    [DataRow("1.2.3")]
    [DataRow("007")]
    [DataRow("00")]
    [DataRow("00.5")]
    [DataRow("0x10")]
    [DataRow("NaN")]
    [DataRow("١")]
    [DataRow("1.001")]
    [DataRow("99999999999999999999999999999999999999999")]
    public void Anything_but_a_plain_decimal_is_refused(string? text)
    {
        var isRead = Money.TryParse(text, Currency.EUR, out _);

        Assert.IsFalse(isRead);
    }

    [TestMethod]
    public void Two_currencies_never_meet()
    {
        var euros = Money.Parse("1", Currency.EUR);
        var dollars = Money.Parse("1", Currency.USD);

        Assert.ThrowsExactly<InvalidOperationException>(() => euros + dollars);
        Assert.ThrowsExactly<InvalidOperationException>(() => euros - dollars);
        Assert.ThrowsExactly<InvalidOperationException>(() => euros < dollars);
        Assert.ThrowsExactly<InvalidOperationException>(() => Money.Max(euros, dollars));
        Assert.AreNotEqual(euros, dollars);
    }

    [TestMethod]
    public void A_stored_amount_names_its_currency_and_may_be_negative()
    {
        var amount = -Money.Parse("1", Currency.EUR);

        Assert.AreEqual("-1.00 EUR", amount.ToStoredText());
        Assert.AreEqual(amount, Money.ParseStoredText("-1.00 EUR"));
    }

    [TestMethod]
    [DataRow("1.00")]
    [DataRow("1.00 ")]
    [DataRow("1.00 eur")]
    [DataRow("-0.00 EUR")]
    [DataRow("--1.00 EUR")]
    [DataRow(" EUR")]
    [DataRow("1.00  EUR")]
    public void A_text_that_was_never_stored_is_refused(string text) =>
        Assert.ThrowsExactly<FormatException>(() => Money.ParseStoredText(text));

    [TestMethod]
    public void Minimum_maximum_and_sum_are_of_one_currency()
    {
        var one = Money.Parse("1", Currency.USDT);
        var two = Money.Parse("2", Currency.USDT);

        Assert.AreEqual(one, Money.Min(two, one));
        Assert.AreEqual(two, Money.Max(one, two));
        Assert.AreEqual(Money.Parse("3", Currency.USDT), Money.Sum([one, two], Currency.USDT));
        Assert.IsTrue(Money.Sum([], Currency.USDT).IsZero);
    }

    [TestMethod]
    public void A_share_of_a_fee_follows_what_came()
    {
        var fee = Money.Parse("2.30", Currency.EUR);
        var came = Money.Parse("100", Currency.USDT);
        var quoted = Money.Parse("250", Currency.USDT);

        Assert.AreEqual("0.92", fee.Share(came, quoted, Rounding.Up).ToString());
        Assert.AreEqual("0.77", fee.Share(came, Money.Parse("300", Currency.USDT), Rounding.Up).ToString());
        Assert.AreEqual("0.76", fee.Share(came, Money.Parse("300", Currency.USDT), Rounding.Down).ToString());
    }

    [TestMethod]
    public void What_is_written_reads_back() =>
        Prop.ForAll<long, int>((units, which) =>
        {
            var amount = new Money(units, Currency.All[(which & int.MaxValue) % Currency.All.Count]);
            var isPlain = units >= 0 && Money.Parse(amount.ToString(), amount.Currency) == amount;
            return Money.ParseStoredText(amount.ToStoredText()) == amount && (isPlain || units < 0);
        }).QuickCheckThrowOnFailure();

    [TestMethod]
    public void Adding_and_taking_away_changes_nothing() =>
        Prop.ForAll<long, long>((a, b) =>
        {
            var (left, right) = (new Money(a, Currency.USDC), new Money(b, Currency.USDC));
            return left + right - right == left && left + right == right + left && left - right == -(right - left);
        }).QuickCheckThrowOnFailure();
}
