using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>Payloads as partners get them, held whole: every field, in any order, and no other.</summary>
internal static partial class Golden
{
    /// <param name="actual">The payload.</param>
    /// <param name="expected">The same, with identifiers and secrets as their prefix and a star.</param>
    public static void Check(JsonElement actual, string expected)
    {
        var wanted = Sort(JsonNode.Parse(expected)!).ToJsonString(ApiJson.Options);
        var got = Variable().Replace(Sort(JsonNode.Parse(actual.GetRawText())!).ToJsonString(ApiJson.Options), "$1*");
        Assert.AreEqual(wanted, got);
    }

    private static JsonNode Sort(JsonNode node) => node switch
    {
        JsonObject json => new JsonObject(json.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : Sort(pair.Value)))),
        JsonArray json => new JsonArray([.. json.Select(item => item is null ? null : Sort(item))]),
        _ => node.DeepClone(),
    };

    [GeneratedRegex("(ses_|sell_|cs_|quo_|dep_|pay_|evt_)[A-Za-z0-9_-]+")]
    private static partial Regex Variable();
}
