using System.Text;
using System.Text.RegularExpressions;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>The samples of docs/integrate.md that verify a webhook, as they stand there, on webhooks that we signed.</summary>
[TestClass]
public sealed partial class WebhookSamplesTests
{
    private const string Event = "evt_01m7z0b3axe53bbsp75d8bhvn7";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"type":"sell.completed","note":"1 000 € 💶"}""");
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] Other = [.. Enumerable.Range(101, 32).Select(i => (byte)i)];

    private static readonly string Guide = Markdown.Read("docs/integrate.md").Text;

    /// <summary>What arrives, and whether the webhook is ours.</summary>
    private static readonly (string Name, Arrival Arrival, bool IsOurs)[] Arrivals =
    [
        ("signed", Signed(), true),
        ("signed by two secrets while one rotates", Signed(secrets: [Other, Secret]), true),
        ("as old as it may be", Signed(at: Now.AddMinutes(-5)), true),
        ("signed by another secret", Signed(secrets: [Other]), false),
        ("with another body", Signed() with { Body = [.. Body, (byte)' '] }, false),
        ("with another id", Signed() with { Id = "evt_other" }, false),
        ("too old", Signed(at: Now.AddSeconds(-301)), false),
        ("from the future", Signed(at: Now.AddSeconds(301)), false),
        ("without a time", Signed() with { Timestamp = "" }, false),
        ("with an odd time", Signed() with { Timestamp = "1e9" }, false),
        ("without a signature", Signed() with { Signature = "" }, false),
        ("with a cut signature", Signed() with { Signature = Signed().Signature[..^4] }, false),
        ("with an odd signature", Signed() with { Signature = "v1,💶 v2,a" }, false),
    ];

    [TestMethod]
    public void The_sample_in_CSharp_knows_our_webhooks()
    {
        foreach (var (name, arrival, isOurs) in Arrivals)
        {
            Assert.AreEqual(isOurs ? arrival.Id : null, OffRampWebhook.Verify(arrival.Header, arrival.Body, Written(Secret), Now), name);
        }
    }

    [TestMethod]
    public void The_guide_shows_the_sample_in_CSharp_that_is_tested() =>
        StringAssert.EndsWith(File.ReadAllText(Repository.PathOf("OffRamp.Functions.Tests", "Docs", "OffRampWebhook.cs")), Sample("csharp"));

    [TestMethod]
    [DataRow("js", "mjs", "node")]
    [DataRow("python", "py", "python3")]
    public async Task The_other_samples_know_our_webhooks(string language, string extension, string program)
    {
        var file = Path.Combine(Path.GetTempPath(), $"sample-{Guid.NewGuid():N}.{extension}");
        await File.WriteAllTextAsync(file, Sample(language) + string.Concat(Arrivals.Select(arrival => Call(language, arrival.Arrival))));
        var run = await Command.RunAsync(program, [file], Path.GetTempPath());
        File.Delete(file);

        var expected = Arrivals.Select(arrival => $"{arrival.Name}: {(arrival.IsOurs ? arrival.Arrival.Id : "-")}");
        var got = Arrivals.Zip(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), (arrival, line) => $"{arrival.Name}: {line}");
        Assert.AreEqual(string.Join('\n', expected), string.Join('\n', got));
    }

    private static string Call(string language, Arrival arrival)
    {
        var (headers, body) = (arrival.HeadersInJson(), Convert.ToBase64String(arrival.Body));
        return language == "js"
            ? $"console.log(verify({headers}, Buffer.from(\"{body}\", \"base64\"), \"{Written(Secret)}\", {Now.ToUnixTimeMilliseconds()}) ?? \"-\");\n"
            : $"print(verify({headers}, base64.b64decode(\"{body}\"), \"{Written(Secret)}\", {Now.ToUnixTimeSeconds()}) or \"-\")\n";
    }

    private static Arrival Signed(DateTimeOffset? at = null, byte[][]? secrets = null) => new(
        Event, WebhookSignature.Timestamp(at ?? Now), WebhookSignature.Sign(Event, at ?? Now, Body, secrets ?? [Secret]), Body);

    private static string Written(byte[] secret) => "whsec_" + Convert.ToBase64String(secret);

    private static string Sample(string language) =>
        Blocks().Matches(Guide).Single(block => block.Groups["language"].Value == language).Groups["code"].Value;

    [GeneratedRegex("```(?<language>csharp|js|python)\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    private sealed record Arrival(string Id, string Timestamp, string Signature, byte[] Body)
    {
        public string? Header(string name) => name switch
        {
            "webhook-id" => Id,
            "webhook-timestamp" => Timestamp,
            _ => Signature,
        };

        public string HeadersInJson() => System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["webhook-id"] = Id,
            ["webhook-timestamp"] = Timestamp,
            ["webhook-signature"] = Signature,
        });
    }
}
