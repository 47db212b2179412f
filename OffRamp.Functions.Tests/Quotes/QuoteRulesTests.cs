using FsCheck;
using FsCheck.Fluent;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Quotes;

namespace OffRamp.Functions.Tests.Quotes;

[TestClass]
public sealed class QuoteRulesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow("0.92", "250", "0.92", "0.0092", "227.70")]
    [DataRow("0.123456789123", "1000", "0.12345678", "0.0012345678", "122.22")]
    [DataRow("1", "10.000001", "1", "0.01", "9.90")]
    public void A_quote_keeps_one_per_cent_and_rounds_down(string market, string crypto, string rate, string fee, string fiat)
    {
        var terms = Price(Money.Parse(crypto, Currency.USDT), market);

        Assert.AreEqual((rate, fee, fiat), (terms.Rate.ToString(), terms.Fee.ToString(), terms.FiatAmount.ToString()));
        Assert.AreEqual(Now + TimeSpan.FromSeconds(60), terms.ExpiresAt);
    }

    [TestMethod]
    [DataRow("250", "0.5", "0.0046", "226.55")]
    [DataRow("250", "10", "0.092", "204.70")]
    [DataRow("250", "0", null, "227.70")]
    public void A_partner_s_margin_comes_off_the_rate_beside_the_fee(string crypto, string percent, string? margin, string fiat)
    {
        var terms = Price(Money.Parse(crypto, Currency.USDT), "0.92", percent);

        Assert.AreEqual(("0.92", "0.0092", margin, fiat), (terms.Rate.ToString(), terms.Fee.ToString(), terms.Margin?.ToString(), terms.FiatAmount.ToString()));
        Assert.AreEqual(terms.FiatAmount, terms.PayFor(terms.CryptoAmount));
    }

    [TestMethod]
    public void With_a_margin_too_a_wanted_payout_is_paid_to_the_cent()
    {
        var terms = Price(Money.Parse("100.00", Currency.EUR), "0.92", "0.5");

        Assert.AreEqual("100.00", terms.PayFor(terms.CryptoAmount).ToString());
        Assert.AreEqual(terms, new QuoteToken(new ServerKey(new byte[32])).Read(new QuoteToken(new ServerKey(new byte[32])).Write(terms, "ses_a"), "ses_a"));
    }

    [TestMethod]
    public void A_rate_below_what_can_be_written_is_none() =>
        Assert.IsNull(QuoteRules.Price(Money.Parse("10", Currency.USDT), Rate.Parse("0.000000001"), Currency.USDT, Currency.EUR, default, Now));

    [TestMethod]
    public void Whatever_payout_is_wanted_the_crypto_asked_for_covers_it_and_a_unit_less_does_not() =>
        Prop.ForAll(Amounts(1, 1_000_000_00), Rates(), (cents, market) =>
        {
            var wanted = new Money(cents, Currency.EUR);
            var terms = Price(wanted, market);
            var net = terms.Rate - terms.Fee;
            var less = new Money(terms.CryptoAmount.Units - 1, Currency.USDT);
            return terms.FiatAmount == wanted
                && net.Convert(terms.CryptoAmount, Currency.EUR, Rounding.Down) >= wanted
                && net.Convert(less, Currency.EUR, Rounding.Down) < wanted;
        }).QuickCheckThrowOnFailure();

    [TestMethod]
    public void Whatever_is_sold_we_never_pay_more_than_it_is_worth_after_the_fee() =>
        Prop.ForAll(Amounts(10_000_000, 2_000_000_000), Rates(), (units, market) =>
        {
            var crypto = new Money(units, Currency.USDT);
            var terms = Price(crypto, market);
            var exactUp = (terms.Rate - terms.Fee).Convert(crypto, Currency.EUR, Rounding.Up);
            return terms.FiatAmount <= exactUp && (exactUp - terms.FiatAmount).Units <= 1 && terms.PayFor(crypto) == terms.FiatAmount;
        }).QuickCheckThrowOnFailure();

    [TestMethod]
    public void A_quote_comes_back_from_its_token_for_its_holder_only()
    {
        var tokens = new QuoteToken(new ServerKey(new byte[32]));
        var terms = Price(Money.Parse("9999.999999", Currency.USDT), "123456.12345678");
        var token = tokens.Write(terms, "ses_a");

        Assert.AreEqual(terms, tokens.Read(token, "ses_a"));
        Assert.IsNull(tokens.Read(token, "ses_b"));
        Assert.IsNull(new QuoteToken(new ServerKey([.. new byte[31], 1])).Read(token, "ses_a"));
        Assert.IsNull(tokens.Read(token[..^2], "ses_a"));
        Assert.IsLessThanOrEqualTo(1024, token.Length);
    }

    private static QuoteTerms Price(Money amount, string market, string margin = "0") =>
        QuoteRules.Price(amount, Rate.Parse(market), Currency.USDT, Currency.EUR, Percent.Parse(margin), Now)!;

    private static Arbitrary<long> Amounts(int from, int to) => Gen.Choose(from, to).Select(units => (long)units).ToArbitrary();

    private static Arbitrary<string> Rates() =>
        Gen.Choose(1_000_000, 2_000_000_000).Select(units => $"{units / 100_000_000}.{units % 100_000_000:D8}").ToArbitrary();
}
