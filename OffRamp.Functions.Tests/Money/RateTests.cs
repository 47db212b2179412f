using FsCheck;
using FsCheck.Fluent;

namespace OffRamp.Functions.Tests;

[TestClass]
public sealed class RateTests
{
    [TestMethod]
    [DataRow("0.9088", "0.9088")]
    [DataRow("0.908800", "0.9088")]
    [DataRow("1", "1")]
    [DataRow("10.0", "10")]
    [DataRow("0.000000000000000001", "0.000000000000000001")]
    public void A_rate_is_exact(string text, string expected)
    {
        var rate = Rate.Parse(text);

        Assert.AreEqual(expected, rate.ToString());
        Assert.AreEqual(Rate.Parse(expected), rate);
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("0.0")]
    [DataRow("-1")]
    [DataRow("1e-3")]
    [DataRow("")]
    [DataRow(null)]
    [DataRow("0.0000000000000000001")]
    public void A_rate_is_a_plain_decimal_above_zero(string? text) => Assert.IsFalse(Rate.TryParse(text, out _));

    [TestMethod]
    [DataRow("250", "0.9088", "227.20", "227.20")]
    [DataRow("250.5", "0.9088", "227.65", "227.66")]
    [DataRow("0.000001", "0.9088", "0.00", "0.01")]
    [DataRow("10000", "1.08", "10800.00", "10800.00")]
    public void An_asset_is_converted_at_the_rate(string asset, string rate, string down, string up)
    {
        var amount = Money.Parse(asset, Currency.USDT);

        Assert.AreEqual(down, Rate.Parse(rate).Convert(amount, Currency.EUR, Rounding.Down).ToString());
        Assert.AreEqual(up, Rate.Parse(rate).Convert(amount, Currency.EUR, Rounding.Up).ToString());
    }

    [TestMethod]
    public void Fiat_is_turned_into_the_asset_that_pays_for_it()
    {
        var euros = Money.Parse("227.21", Currency.EUR);
        var rate = Rate.Parse("0.9088");

        Assert.AreEqual("250.011003", rate.Invert(euros, Currency.USDT, Rounding.Down).ToString());
        Assert.AreEqual("250.011004", rate.Invert(euros, Currency.USDT, Rounding.Up).ToString());
    }

    [TestMethod]
    [DataRow("0.98", false)]
    [DataRow("0.979999999999999999", true)]
    [DataRow("1.5", false)]
    public void A_rate_falls_below_only_past_the_tolerance(string now, bool expected)
    {
        var fallen = Rate.Parse(now).FallsBelow(Rate.Parse("1"), Percent.Parse("2"));

        Assert.AreEqual(expected, fallen);
    }

    [TestMethod]
    public void Rates_of_different_precision_compare_by_value()
    {
        Assert.IsTrue(Rate.Parse("0.9") < Rate.Parse("0.91"));
        Assert.IsTrue(Rate.Parse("10") > Rate.Parse("9.999"));
        Assert.IsTrue(Rate.Parse("1.10") >= Rate.Parse("1.1"));
    }

    [TestMethod]
    public void Rounding_down_never_pays_a_cent_too_much() =>
        Prop.ForAll<PositiveInt, PositiveInt>((units, price) =>
        {
            var (asset, rate) = (new Money(units.Get, Currency.USDT), Rate.Parse($"{price.Get}.37"));
            var down = rate.Convert(asset, Currency.EUR, Rounding.Down);
            var up = rate.Convert(asset, Currency.EUR, Rounding.Up);

            // Exactly: asset units x (price x 100 + 37) / 10^6 is the value in cents.
            var exact = (Int128)units.Get * (((Int128)price.Get * 100) + 37);
            return down.Units * 1_000_000 <= exact && exact < (down.Units + 1) * 1_000_000
                && (up.Units - 1) * 1_000_000 < exact && exact <= up.Units * 1_000_000;
        }).QuickCheckThrowOnFailure();

    [TestMethod]
    public void Converting_there_and_back_never_gives_the_user_more() =>
        Prop.ForAll<PositiveInt, PositiveInt>((cents, price) =>
        {
            var (fiat, rate) = (new Money(cents.Get, Currency.USD), Rate.Parse($"0.{price.Get}1"));
            var needed = rate.Invert(fiat, Currency.USDC, Rounding.Up);
            var given = rate.Invert(fiat, Currency.USDC, Rounding.Down);

            return rate.Convert(needed, Currency.USD, Rounding.Down) >= fiat
                && rate.Convert(given, Currency.USD, Rounding.Down) <= fiat;
        }).QuickCheckThrowOnFailure();

    [TestMethod]
    public void Negative_amounts_round_towards_the_smaller_number_too()
    {
        var owed = new Money(-1, Currency.USDT);

        Assert.AreEqual(-1, (int)Rate.Parse("1").Convert(owed, Currency.EUR, Rounding.Down).Units);
        Assert.AreEqual(0, (int)Rate.Parse("1").Convert(owed, Currency.EUR, Rounding.Up).Units);
    }
}
