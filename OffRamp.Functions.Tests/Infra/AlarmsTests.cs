using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>Every alarm that the code raises wakes somebody, and nobody is woken by what the code does not say.</summary>
[TestClass]
public sealed class AlarmsTests
{
    /// <summary>Events of these numbers are for operators; the rest of the log is for whoever looks for a reason.</summary>
    private static readonly Range Numbers = 900..1000;

    [TestMethod]
    public void Each_event_for_operators_has_an_alert_and_each_alert_its_event()
    {
        var raised = Messages().Select(message => message.EventId).Where(IsForOperators).Distinct();

        CollectionAssert.AreEquivalent(raised.ToArray(), Alarms().Where(alarm => alarm.Event is not null).Select(alarm => alarm.Event!.Value).ToArray());
    }

    [TestMethod]
    public void What_calls_itself_an_alarm_has_such_a_number_and_is_an_error()
    {
        var hidden = Messages().Where(message => message.Message.StartsWith("ALARM", StringComparison.Ordinal)
            && !(IsForOperators(message.EventId) && message.Level >= LogLevel.Error));

        Assert.AreEqual("", string.Join('\n', hidden.Select(message => message.Message)));
    }

    [TestMethod]
    public async Task Each_alarm_is_a_rule_with_its_severity_and_threshold_and_tells_the_operators()
    {
        var installation = await Installation.Plain;
        var group = installation.Of("Microsoft.Insights/actionGroups").Single();
        var rules = installation.Of("Microsoft.Insights/scheduledQueryRules").ToDictionary(rule => rule.Name);

        CollectionAssert.AreEquivalent(Alarms().Select(alarm => "offramp-" + alarm.Name).ToArray(), rules.Keys.ToArray());
        foreach (var alarm in Alarms())
        {
            var rule = rules["offramp-" + alarm.Name];
            var looks = rule.Properties.GetProperty("criteria").GetProperty("allOf")[0];
            Assert.AreEqual(alarm.Severity.ToString(), rule["properties.severity"]);
            Assert.AreEqual(alarm.Threshold, looks.GetProperty("threshold").GetInt32());
            Assert.AreEqual(alarm.Meaning, rule["properties.description"]);
            Assert.AreEqual(alarm.Event is null ? "True" : "False", rule["properties.autoMitigate"]);
            Assert.AreEqual($"docs/operate.md#{alarm.Name}", rule["properties.actions.customProperties.runbook"]);
            Assert.AreEqual(group.Id, rule.Properties.GetProperty("actions").GetProperty("actionGroups")[0].GetString());
            Assert.Contains(alarm.Event is { } number ? $"Properties.EventId) == '{number}'" : alarm.Query!, looks.GetProperty("query").GetString()!);
        }

        Assert.AreEqual("operators@example.com", group.Properties.GetProperty("emailReceivers")[0].GetProperty("emailAddress").GetString());
    }

    [TestMethod]
    public void An_alarm_has_either_an_event_or_a_query() =>
        Assert.AreEqual("", string.Join('\n', Alarms().Where(alarm => alarm.Event is null == alarm.Query is null).Select(alarm => alarm.Name)));

    [TestMethod]
    public async Task Microsoft_s_language_service_understands_every_query()
    {
        var queries = (await Installation.Plain).Of("Microsoft.Insights/scheduledQueryRules")
            .Select(rule => rule.Properties.GetProperty("criteria").GetProperty("allOf")[0].GetProperty("query").GetString());

        var run = await Command.TryAsync(
            "node", [Repository.PathOf("OffRamp.Functions.Tests", "Infra", "kql.cjs")], Repository.Root, input: JsonSerializer.Serialize(queries));

        Assert.AreEqual("", run.All);
    }

    [TestMethod]
    public void Whom_an_alarm_is_about_is_in_its_message()
    {
        var wrong =
            from alarm in Alarms().Where(alarm => alarm.Per is not null)
            from message in Messages().Where(message => message.EventId == alarm.Event)
            where !message.Message.Contains($"{{{alarm.Per}}}", StringComparison.Ordinal)
            select $"{alarm.Name}: {message.Message}";

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void The_app_is_missed_by_a_line_that_it_says_every_minute()
    {
        var missed = Alarms().Single(alarm => alarm.Name == "app-silent").Query!.Split('\'')[1];

        Assert.Contains(missed, Messages().Select(message => message.Message));
    }

    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static bool IsForOperators(int number) => number >= Numbers.Start.Value && number < Numbers.End.Value;

    private static IEnumerable<LoggerMessageAttribute> Messages() => typeof(AppBuilder).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(Everything))
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
        .OfType<LoggerMessageAttribute>();

    private static Alarm[] Alarms() => Alarm.All;
}
