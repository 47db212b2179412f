using System.Reflection;
using System.Text.Json;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.SellPage;

/// <summary>The page has a sentence of its own for whatever the API may say of a sell.</summary>
[TestClass]
public sealed class WordsTests
{
    private const string Sell = """
        {status: 'pending', labels: [], currency: 'USDT', fiat_currency: 'EUR', fiat_amount: '227.70', received_amount: '250', amount_due: '0', payouts: []}
        """;

    [TestMethod]
    public async Task Every_phase_is_told_in_words_of_its_own()
    {
        var phases = Enum.GetValues<SellPhase>().Select(phase => JsonNamingPolicy.SnakeCaseLower.ConvertName(phase.ToString())).ToArray();

        var titles = JsonSerializer.Deserialize<string[]>(
            await PageScript.RunAsync("words.js", $"JSON.stringify({JsonSerializer.Serialize(phases)}.map(phase => page.standing({{...{Sell}, phase}}).title))"))!;

        CollectionAssert.AllItemsAreUnique(titles);
        CollectionAssert.DoesNotContain(titles, "Your sale is under way");
    }

    [TestMethod]
    public async Task Every_label_is_told()
    {
        var labels = Constants(typeof(Labels));

        var told = await PageScript.RunAsync(
            "words.js", $"{JsonSerializer.Serialize(labels)}.filter(label => page.oddities({{...{Sell}, labels: [label]}}).length !== 1)");

        Assert.AreEqual("", told);
    }

    [TestMethod]
    [DataRow("on_hold", "hold_reason", typeof(HoldReasons))]
    [DataRow("refunded", "failure_code", typeof(FailureCodes))]
    public async Task Every_reason_is_told_without_our_own_words_for_it(string phase, string field, Type reasons)
    {
        foreach (var reason in Constants(reasons))
        {
            var text = await PageScript.RunAsync("words.js", $"page.standing({{...{Sell}, phase: '{phase}', {field}: '{reason}'}}).text");
            Assert.DoesNotContain("undefined", text);
            Assert.DoesNotContain("_", text);
        }
    }

    [TestMethod]
    [DataRow("250", "230.00 2.30")]
    [DataRow("109.793588", "101.01 1.02")]
    public async Task Value_fee_and_payout_add_up(string crypto, string expected)
    {
        var paid = crypto == "250" ? "227.70" : "99.99";

        var said = await PageScript.RunAsync(
            "amounts.js", $"Object.values(page.feeOf({{crypto_amount: '{crypto}', rate: '0.92', fiat_amount: '{paid}'}})).join(' ')");

        Assert.AreEqual(expected, said);
    }

    [TestMethod]
    public async Task Amounts_are_read_as_people_type_them()
    {
        var said = await PageScript.RunAsync(
            "amounts.js", "['250', ' 1 000.50', '99,5', '007', '0', '0.00', '1,000', '1e3', '-5', '.5', ''].map(text => page.readAmount(text) ?? '-').join(' ')");

        Assert.AreEqual("250 1000.50 99.5 7 - - - - - - -", said);
    }

    private static string[] Constants(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];
}
