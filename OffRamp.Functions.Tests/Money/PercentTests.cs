namespace OffRamp.Functions.Tests;

[TestClass]
public sealed class PercentTests
{
    [TestMethod]
    [DataRow("1", 100, "1")]
    [DataRow("0.25", 25, "0.25")]
    [DataRow("0.5", 50, "0.5")]
    [DataRow("100", 10_000, "100")]
    [DataRow("0", 0, "0")]
    public void A_percentage_is_basis_points(string text, int basisPoints, string written)
    {
        var percent = Percent.Parse(text);

        Assert.AreEqual(basisPoints, percent.BasisPoints);
        Assert.AreEqual(written, percent.ToString());
    }

    [TestMethod]
    [DataRow("100.01")]
    [DataRow("0.001")]
    [DataRow("-1")]
    [DataRow("1%")]
    [DataRow(null)]
    public void A_percentage_is_0_to_100_with_two_decimals(string? text) => Assert.IsFalse(Percent.TryParse(text, out _));

    [TestMethod]
    public void A_fee_is_rounded_as_asked()
    {
        var gross = Money.Parse("227.21", Currency.EUR);

        Assert.AreEqual("2.28", Percent.Parse("1").Of(gross, Rounding.Up).ToString());
        Assert.AreEqual("2.27", Percent.Parse("1").Of(gross, Rounding.Down).ToString());
    }
}
