using System.Reflection;
using System.Text.Json;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>The console has words of its own for whatever the API may say, and a form for each action.</summary>
[TestClass]
public sealed class ConsoleWordsTests
{
    [TestMethod]
    public async Task Every_action_of_the_api_can_be_done()
    {
        var known = await PageScript.RunConsoleAsync("acts.js", "Object.keys(page.ACTS).sort()");

        Assert.AreEqual(string.Join(',', Words<SellAction>().Order(StringComparer.Ordinal)), known);
    }

    [TestMethod]
    [DataRow("PHASES", typeof(SellPhase))]
    [DataRow("HOLDS", typeof(HoldReasons))]
    [DataRow("CASES", typeof(CaseKinds))]
    [DataRow("LABELS", typeof(Labels))]
    [DataRow("ACCOUNTS", typeof(Account))]
    public async Task Every_word_of_the_api_is_told_in_words_of_its_own(string table, Type type)
    {
        var words = type.IsEnum ? Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName) : Constants(type);

        var known = await PageScript.RunConsoleAsync("words.js", $"Object.keys(page.{table}).sort()");

        Assert.AreEqual(string.Join(',', words.Order(StringComparer.Ordinal)), known);
    }

    [TestMethod]
    public async Task Every_queue_is_shown()
    {
        var known = await PageScript.RunConsoleAsync("words.js", "Object.keys(page.QUEUES).sort()");

        Assert.AreEqual(string.Join(',', Queues.All.Order(StringComparer.Ordinal)), known);
    }

    [TestMethod]
    [DataRow("'TRC20', 'transaction', 'javascript:alert(1)'", "null")]
    [DataRow("'TRC20', 'address', '//evil.example'", "null")]
    [DataRow("'OTHER', 'address', 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8'", "null")]
    [DataRow("'__proto__', 'address', 'x'", "null")]
    [DataRow("'TRC20', 'address', 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8'", "https://tronscan.org/#/address/TJRabPrwbZy45sbavfcjinPJC18kjpRTv8")]
    [DataRow("'ERC20', 'transaction', 'aa'.repeat(32)", "https://etherscan.io/tx/0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Only_what_is_a_hash_or_an_address_becomes_a_link_to_an_explorer(string of, string expected) =>
        Assert.AreEqual(expected, await PageScript.RunConsoleAsync("words.js", $"page.explorer({of})"));

    [TestMethod]
    public async Task The_ledger_is_added_up_exactly() => Assert.AreEqual(
        "0.000000000000000001", await PageScript.RunConsoleAsync("amounts.js", "page.text(page.sum(['-250', '249.999999999999999999', '0.000000000000000002']))"));

    private static IEnumerable<string> Words<T>() where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
}
