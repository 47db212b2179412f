using System.Reflection;
using System.Text.Json;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.SellPage;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Creation;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.SellPage;

/// <summary>The page's languages: each is one file that says all that any of them says, and all that the contract may bring.</summary>
[TestClass]
public sealed class LanguageTests
{
    private static readonly Type[] PageCalls =
        [typeof(LockQuote), typeof(GivePayoutDetails), typeof(StartSell), typeof(StartKyc), typeof(CheckDeposit), typeof(CancelPageSession), typeof(PageSession)];

    // The same in both, or nothing to say.
    private static readonly string[] NotTranslated = ["account.payout_detail", "deposit.memo", "failure.deposit_timeout"];

    [TestMethod]
    public async Task Every_language_says_the_same_with_the_same_amounts_in_it()
    {
        var english = await WordsAsync("en");

        foreach (var language in PageScript.Languages())
        {
            var words = await WordsAsync(language);
            CollectionAssert.AreEqual(english.Keys.ToList(), words.Keys.ToList(), language);
            Assert.AreEqual("", string.Join(", ", words.Where(word => Slots(word.Value) != Slots(english[word.Key])).Select(word => word.Key)), language);
        }
    }

    [TestMethod]
    public async Task No_sentence_is_left_in_English()
    {
        var english = await WordsAsync("en");

        foreach (var language in PageScript.Languages().Where(language => language != "en"))
        {
            var same = (await WordsAsync(language)).Where(word => word.Value == english[word.Key]).Select(word => word.Key);
            Assert.AreEqual("", string.Join(", ", same.Except(NotTranslated)), language);
        }
    }

    [TestMethod]
    public async Task Whatever_the_contract_may_say_of_a_sell_has_words()
    {
        var names = Enum.GetValues<SellPhase>().Select(phase => $"phase.{JsonNamingPolicy.SnakeCaseLower.ConvertName(phase.ToString())}")
            .Concat(Constants(typeof(Labels)).Select(label => $"label.{label}"))
            .Concat(Constants(typeof(HoldReasons)).Select(reason => $"hold.{reason}"))
            .Concat(Constants(typeof(FailureCodes)).Select(code => $"failure.{code}"))
            .ToList();

        Assert.AreEqual("", string.Join(", ", names.Except((await WordsAsync("en")).Keys)));
    }

    [TestMethod]
    public async Task Whatever_the_API_may_refuse_has_words()
    {
        var codes = PageCalls
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public))
            .SelectMany(method => method.GetCustomAttributes<RefusesAttribute>())
            .SelectMany(refuses => refuses.Codes).Distinct().ToList();
        var words = await WordsAsync("en");

        Assert.IsGreaterThan(8, codes.Count);
        Assert.AreEqual("", string.Join(", ", codes.Where(code => !words.ContainsKey($"problem.{code}") && !words.ContainsKey($"field.{code}"))));
        Assert.AreEqual("", string.Join(", ", FieldReasons.All.Where(reason => !words.ContainsKey($"field.{reason}"))));
    }

    [TestMethod]
    [DataRow("en", "250,123", "null")]
    [DataRow("en", "1.234", "1.234")]
    [DataRow("de", "250,123", "250.123")]
    [DataRow("de", "1.234", "null")]
    [DataRow("de", "1.234,5", "1234.5")]
    [DataRow("de", "99.5", "99.5")]
    public async Task What_could_be_thousands_is_what_groups_them_in_the_language(string language, string typed, string expected) => Assert.AreEqual(
        expected, await PageScript.RunAsync("amounts.js", $"page.readAmount('{typed}')", language));

    [TestMethod]
    [DataRow("en", "1,234,567.50 EUR")]
    [DataRow("de", "1.234.567,50 EUR")]
    [DataRow("en-IN", "12,34,567.50 EUR")]
    public async Task Amounts_are_written_as_in_the_user_s_country(string tag, string expected) => Assert.AreEqual(
        expected, (await PageScript.RunAsync("amounts.js", "page.money('1234567.50', 'EUR')", tag)).Replace('\u00a0', ' '));

    [TestMethod]
    public async Task No_digit_of_an_amount_is_lost_however_many_there_are() => Assert.AreEqual(
        "9,007,199,254,740,993.123456789012345678 USDT",
        (await PageScript.RunAsync("amounts.js", "page.money('9007199254740993.123456789012345678', 'USDT')")).Replace('\u00a0', ' '));

    [TestMethod]
    [DataRow("de,en-US", "de de")]
    [DataRow("de,en-US,de-AT", "de de-AT")]
    [DataRow("fr-FR,de-CH,en", "de de-CH")]
    [DataRow("fr-FR,ja", "en en")]
    [DataRow("DE-at", "de DE-at")]
    [DataRow("de-nonsense-that-is-no-tag", "de de")]
    [DataRow("../../x,en-GB", "en en-GB")]
    [DataRow("", "en en")]
    public async Task The_language_is_the_first_that_there_are_words_in(string wanted, string expected)
    {
        var tags = JsonSerializer.Serialize(wanted.Split(',', StringSplitOptions.RemoveEmptyEntries));

        Assert.AreEqual(expected, await PageScript.RunAsync("language.js", $"Object.values(page.choose({tags}, ['de', 'en'])).join(' ')"));
    }

    [TestMethod]
    [DataRow("de", "out_of_range", "10", "sell", "Ein Verkauf beträgt mindestens 10 USDT.")]
    [DataRow("de", "limit_exceeded", "10000", "sell", "Ein Verkauf beträgt höchstens 10.000 USDT.")]
    [DataRow("en", "limit_exceeded", "50000", "user_day", "You can sell at most 50,000 USDT in a day. Choose a smaller amount, or come back tomorrow.")]
    public async Task A_limit_is_said_in_the_user_s_words(string language, string code, string amount, string per, string expected)
    {
        var refused = JsonSerializer.Serialize(new { status = 422, code, errors = new[] { new { code, limit = new { amount, currency = "USDT", per } } } });

        Assert.AreEqual(expected, (await PageScript.RunAsync("words.js", $"page.problem({refused})", language)).Replace('\u00a0', ' '));
    }

    private static async Task<Dictionary<string, string>> WordsAsync(string language) => JsonSerializer.Deserialize<Dictionary<string, string>>(
        await PageScript.RunAsync($"words.{language}.js", "JSON.stringify(page.default)"))!;

    private static string Slots(string sentence) => string.Join(' ', sentence.Split('{').Skip(1).Select(part => part.Split('}')[0]).Order(StringComparer.Ordinal));

    private static string[] Constants(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];
}
