using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.OpenApi;

/// <summary>
/// The document's examples are golden files of real exchanges. With <c>OFFRAMP_RECORD_EXAMPLES=true</c> they are written
/// anew, to be looked at in the diff.
/// </summary>
[TestClass]
public sealed partial class ExamplesTests
{
    private static readonly Lazy<Task<IReadOnlyList<Exchange>>> Whole = new(WholeTour.TakeAsync);

    [TestMethod]
    public async Task Every_operation_with_JSON_is_met_on_the_tour()
    {
        var met = (await Whole.Value).Select(exchange => exchange.Operation.Id).ToHashSet();

        var missed = ApiDoc.Operations.Where(operation => AnswersWithRecords(operation) && !met.Contains(operation.Id));

        Assert.AreEqual("", string.Join('\n', missed.Select(operation => $"{operation} is not in WholeTour")));
    }

    [TestMethod]
    public async Task What_the_tour_sends_is_as_described()
    {
        foreach (var exchange in (await Whole.Value).Where(exchange => exchange.Sent is not null))
        {
            var schema = exchange.Operation.Json["requestBody"]!["content"]!["application/json"]!["schema"]!;
            Assert.AreEqual("", string.Join("; ", JsonSchemaCheck.Faults(exchange.Sent, schema)), exchange.Operation.ToString());
        }
    }

    [TestMethod]
    public async Task Every_example_is_what_really_happens()
    {
        var files = new Dictionary<string, JsonNode>();
        foreach (var exchange in await Whole.Value)
        {
            files.TryAdd($"{exchange.Operation.Id}.{exchange.Status}.json", exchange.Got!);
            if (exchange.Sent is { } sent)
            {
                files.TryAdd($"{exchange.Operation.Id}.request.json", sent);
            }
        }
        var folder = Repository.PathOf("OffRamp.Functions", "OpenApi", "examples");
        if (Environment.GetEnvironmentVariable("OFFRAMP_RECORD_EXAMPLES") == "true")
        {
            Record(folder, files);
        }

        CollectionAssert.AreEquivalent(
            files.Keys.ToList(), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).ToList());
        foreach (var (name, json) in files)
        {
            Assert.AreEqual(Steady(File.ReadAllText(Path.Combine(folder, name))), Steady(json.ToJsonString(ApiJson.Options)), name);
        }
    }

    private static bool AnswersWithRecords(Operation operation) => operation.Json["responses"]!.AsObject()
        .Where(response => response.Key.StartsWith('2'))
        .Any(response => response.Value!["content"]?["application/json"]?["schema"] is { } schema && schema["$ref"] is not null);

    private static void Record(string folder, Dictionary<string, JsonNode> files)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            File.Delete(file);
        }

        var options = new JsonSerializerOptions(ApiJson.Options) { WriteIndented = true };
        foreach (var (name, json) in files)
        {
            File.WriteAllText(Path.Combine(folder, name), Sealed().Replace(json.ToJsonString(options), "$1...") + "\n");
        }
    }

    // Ids, secrets, hashes and addresses are new each time; everything else is the same.
    private static string Steady(string json) =>
        Chance().Replace(JsonNode.Parse(Sealed().Replace(json, "$1..."))!.ToJsonString(ApiJson.Options), "*");

    [GeneratedRegex("(quo_[A-Za-z0-9_-]{20}|whsec_|access_token=)[A-Za-z0-9_.+/=-]+")]
    private static partial Regex Sealed();

    [GeneratedRegex("(?=[a-z_-]*[A-Z0-9])[A-Za-z0-9_-]{18,}(\\.\\.\\.)?")]
    private static partial Regex Chance();
}
