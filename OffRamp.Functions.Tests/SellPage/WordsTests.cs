using System.Reflection;
using System.Text.Json;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
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
        CollectionAssert.DoesNotContain(titles, "");
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
    [DataRow("failed", "your card")]
    [DataRow("submitted", "Visa •••• 0002")]
    public async Task A_payout_is_told_of_by_the_card_that_it_goes_to(string status, string card)
    {
        var payout = $"{{amount: '227.70', status: '{status}', card: {{brand: 'visa', last4: '0002'}}}}";

        var told = await PageScript.RunAsync("words.js", $"page.standing({{...{Sell}, phase: 'paying_out', payouts: [{payout}]}}).text");

        Assert.Contains($"are being sent to {card}.", told);
    }

    [TestMethod]
    [DataRow("status: 'completed', refunds: [], payouts: [{amount: '228.61', status: 'settled'}]", true, false)]
    [DataRow("status: 'completed', refunds: [{reason: 'excess'}], payouts: [{amount: '227.70', status: 'settled'}]", false, true)]
    [DataRow("status: 'failed', refunds: [{reason: 'payout_failed'}], payouts: [{amount: '228.61', status: 'failed'}]", false, false)]
    [DataRow("status: 'processing', refunds: [], payouts: []", true, true)]
    public async Task Too_much_is_said_to_go_back_only_where_it_may(string state, bool isPaid, bool goesBack)
    {
        var told = await PageScript.RunAsync("words.js", $"page.oddities({{...{Sell}, labels: ['over'], {state}}})");

        Assert.AreEqual((isPaid, goesBack), (told.Contains("paid out with the rest", StringComparison.Ordinal), told.Contains("goes back", StringComparison.Ordinal)));
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
    public async Task Every_failure_says_what_to_do_next()
    {
        foreach (var code in Constants(typeof(FailureCodes)))
        {
            var again = FailureCodes.NewSessionCanHelp(code);

            var text = await PageScript.RunAsync(
                "words.js", $"page.standing({{...{Sell}, phase: 'refunded', failure_code: '{code}', new_session_can_help: {(again ? "true" : "false")}}}).text");

            Assert.Contains(again ? "You can start again" : "Please ask support", text, code);
        }
    }

    [TestMethod]
    [DataRow("confirming_deposit", "11:30:00", "The network takes longer than usual")]
    [DataRow("paying_out", "11:00:00", "This payout takes longer than usual")]
    [DataRow("paying_out", "12:00:00.5", "")]
    [DataRow("paid", "11:59:00", "")]
    public async Task What_takes_long_is_said_in_the_phase_that_does(string phase, string since, string expected)
    {
        var story = $"[{{phase: 'awaiting_deposit', at: '2030-01-01T10:00:00Z'}}, {{phase: '{phase}', at: '2030-01-01T{since}Z'}}]";

        var told = await PageScript.RunAsync("words.js", $"page.oddities({{...{Sell}, phase: '{phase}', delayed_at: '2030-01-01T12:00:00Z', status_history: {story}}})");

        Assert.AreEqual(expected, expected.Length == 0 ? told : told[..expected.Length]);
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
    public async Task A_browser_without_random_names_gives_each_wish_another_all_the_same() => Assert.AreEqual(
        "2 32", await PageScript.RunSharedAsync("requests.js", "(delete Crypto.prototype.randomUUID, `${new Set([page.newKey(), page.newKey()]).size} ${page.newKey().length}`)"));

    [TestMethod]
    public async Task Amounts_are_read_as_people_type_them()
    {
        var said = await PageScript.RunAsync(
            "amounts.js", "['250', ' 1 000.50', '99,5', '007', '0', '0.00', '1,000', '1e3', '-5', '.5', ''].map(text => page.readAmount(text) ?? '-').join(' ')");

        Assert.AreEqual("250 1000.50 99.5 7 - - - - - - -", said);
    }

    [TestMethod]
    [DataRow("250,123456", "250.123456")]
    [DataRow("0,123", "0.123")]
    [DataRow("1234,567", "1234.567")]
    [DataRow("1,23", "1.23")]
    [DataRow("1.234,5", "1234.5")]
    [DataRow("1,234.5", "1234.5")]
    [DataRow("1.234.567", "1234567")]
    [DataRow("12,345,678", "12345678")]
    [DataRow("1’234.50", "1234.50")]
    [DataRow("1.234", "1.234")]
    [DataRow("1,234", "null")]
    [DataRow("250,123", "null")]
    [DataRow("1,23,4", "null")]
    [DataRow("1.2.3", "null")]
    [DataRow("1,234,5", "null")]
    public async Task A_comma_before_the_decimals_is_read_as_one(string typed, string expected) => Assert.AreEqual(
        expected, await PageScript.RunAsync("amounts.js", $"page.readAmount({JsonSerializer.Serialize(typed)})"));

    [TestMethod]
    [DataRow("1,234", true)]
    [DataRow("250,123", true)]
    [DataRow("0,123", false)]
    [DataRow("1234,567", false)]
    [DataRow("1,2345", false)]
    public async Task Only_three_decimals_behind_a_comma_could_be_a_thousand(string typed, bool expected) => Assert.AreEqual(
        expected ? "true" : "false", await PageScript.RunAsync("amounts.js", $"page.isAmbiguous({JsonSerializer.Serialize(typed)})"));

    [TestMethod]
    [DataRow("invalid_amount", "crypto_amount must be a decimal text with at most 6 decimals, such as \"250.5\".")]
    [DataRow("invalid_email", "email must be an e-mail address.")]
    [DataRow("too_long", "email must have at most 255 characters.")]
    [DataRow("invalid_characters", "refund_address must not contain control characters.")]
    [DataRow("limit_exceeded", "this must_not be read")]
    [DataRow("invalid_refund_address", "this must_not be read")]
    [DataRow("invalid_card_token", "this must_not be read")]
    public async Task What_the_API_says_to_developers_is_not_the_user_s_to_read(string code, string message)
    {
        var error = JsonSerializer.Serialize(new { code, message, path = "x" });

        Assert.DoesNotContain("_", await PageScript.RunAsync("words.js", $"page.problemOf({{errors: [{error}]}}, 'x')"));
        Assert.DoesNotContain("must", await PageScript.RunAsync("words.js", $"page.problem({{errors: [{error}], status: 422, code: '{code}'}})"));
    }

    private static string[] Constants(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];
}
