using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>Answers of Durable's management API, so that those of two providers can be held against each other.</summary>
internal static class ManagementAnswers
{
    // What differs from one run to the next on one and the same provider.
    private static readonly string[] Chance = ["Timestamp", "FireAt", "InstanceId", "ExecutionId", "Correlation", "ParentTraceContext", "ClientSpanId"];

    /// <summary>The management API's own words, without ids and times.</summary>
    public static string Settled(JObject instance)
    {
        instance.Remove("instanceId");
        foreach (var value in instance.Descendants().OfType<JProperty>().Where(IsChance).ToList())
        {
            value.Remove();
        }

        foreach (var trace in instance.Descendants().OfType<JProperty>().Where(property => property is { Name: "StackTrace", Value.Type: JTokenType.String }).ToList())
        {
            // Whether a frame knows its place in the source is the compiler's whim.
            trace.Value = string.Join('\n', trace.Value.Value<string>()!.Split('\n').Select(frame => frame.Split(" in ")[0]));
        }

        if (instance["historyEvents"] is JArray history && instance["name"]!.Value<string>() == "FanOut")
        {
            // Which of several activities answers first is promised by nobody.
            instance["historyEvents"] = new JArray(history.OrderBy(item => item.ToString(), StringComparer.Ordinal));
        }

        return instance.ToString(Formatting.None);
    }

    private static bool IsChance(JProperty property) => property.Name.EndsWith("Time", StringComparison.Ordinal) || Chance.Contains(property.Name);

    public static string Without(string id, string text) => text.Replace(id, "ID", StringComparison.Ordinal);
}
