using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infra;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>docs/operate.md: whoever is woken finds the page, and what the page says to type works.</summary>
[TestClass]
public sealed partial class OperateTests
{
    private static readonly string Text = Markdown.Read("docs/operate.md").Text;

    private static readonly Dictionary<string, string> Pages = Text.Split("\n### ").Skip(1)
        .Select(page => page.Split('\n', 2)).ToDictionary(page => page[0], page => page[1].Split("\n## ")[0].Trim());

    [TestMethod]
    public void Each_alarm_has_a_page_that_begins_with_its_number_and_severity()
    {
        var wrong = Alarm.All.Where(alarm => !Pages.TryGetValue(alarm.Name, out var page)
            || !page.StartsWith(alarm.Event is { } number ? $"Event {number}, severity {alarm.Severity}." : $"Severity {alarm.Severity}.", StringComparison.Ordinal));

        Assert.AreEqual("", string.Join('\n', wrong.Select(alarm => alarm.Name)));
    }

    [TestMethod]
    public void Each_queue_has_a_page() => CollectionAssert.IsSubsetOf(Queues.All.ToArray(), Pages.Keys);

    [TestMethod]
    public void Each_alarm_and_each_queue_has_its_drill()
    {
        var drilled = Markdown.Read("docs/drills/README.md").TableRows.SelectMany(row => row[0].Split(", "));

        CollectionAssert.IsSubsetOf(Alarm.All.Select(alarm => alarm.Name).Concat(Queues.All).ToArray(), drilled.ToArray());
    }

    [TestMethod]
    [DataRow("on_hold", typeof(HoldReasons))]
    [DataRow("case", typeof(CaseKinds))]
    public void Each_reason_to_wait_for_a_person_has_its_row(string page, Type words)
    {
        var explained = Rows().Matches(Pages[page]).SelectMany(row => Word().Matches(row.Value)).Select(word => word.Groups[1].Value);

        CollectionAssert.IsSubsetOf(
            words.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToArray(), explained.Distinct().ToArray());
    }

    [TestMethod]
    public async Task What_it_says_to_type_is_answered_and_holds_a_sell()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);
        var found = await world.OperatorAsync(HttpMethod.Get, $"/ops/api/sells/{sell.SellId}");
        var sequence = found.GetProperty("sell").GetProperty("sequence");
        var script = string.Concat(Bash().Matches(Text).Select(block => block.Groups["lines"].Value))
            .Replace("localhost:7071", world.Api.BaseAddress!.Authority, StringComparison.Ordinal)
            .Replace("sell_...", sell.SellId, StringComparison.Ordinal)
            .Replace("tx_hash=...", $"address={sell.Address}", StringComparison.Ordinal)
            .Replace("\"seen_sequence\": 3", $"\"seen_sequence\": {sequence}", StringComparison.Ordinal);

        var run = await Command.RunAsync("bash", ["-euo", "pipefail", "-c", script], Path.GetTempPath());

        var answers = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(answer => JsonElement.Parse(answer)).ToList();
        Assert.AreEqual("", string.Join('\n', answers.Where(answer => answer.TryGetProperty("code", out _))));
        Assert.HasCount(7, answers);
        Assert.Contains("\"on_hold\"", answers[5].GetRawText());
    }

    [GeneratedRegex("```bash\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Bash();

    [GeneratedRegex(@"^\| `.*? \|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Word();
}
