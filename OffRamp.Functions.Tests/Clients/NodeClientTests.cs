using System.Text.RegularExpressions;
using OffRamp.Functions.Tests.Docs;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.OpenApi;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Clients;

/// <summary>The client for Node.js: by itself, against the whole product, and as a partner installs it.</summary>
[TestClass]
public sealed class NodeClientTests
{
    private static readonly string Client = Repository.PathOf("clients", "node");

    [TestMethod]
    public async Task It_sends_repeats_and_refuses_as_it_says() => await RunAsync("node", ["--test", "test/unit.test.js"], Client);

    [TestMethod]
    public async Task It_sells_by_the_whole_product()
    {
        await using var world = await World.StartAsync();

        await RunAsync("node", ["--test", "test/whole.test.js"], Client, SettingsOf(world));
    }

    [TestMethod]
    public async Task Its_types_are_those_of_the_document()
    {
        var document = Path.GetTempFileName();
        await File.WriteAllTextAsync(document, ApiDoc.Json.ToJsonString());

        await RunAsync("node", ["types.js", document, "--check"], Client);

        File.Delete(document);
    }

    [TestMethod]
    public async Task A_partner_installs_it_and_the_readme_s_sample_runs()
    {
        await using var world = await World.StartAsync();
        var folder = Directory.CreateTempSubdirectory("partner-").FullName;
        await RunAsync("npm", ["init", "-y", "--silent"], folder);
        await RunAsync("bash", ["-ec", Block("bash")], folder, ("OFFRAMP", Repository.Root), ("npm_config_offline", "true"), ("npm_config_audit", "false"), ("npm_config_fund", "false"));
        await File.WriteAllTextAsync(Path.Combine(folder, "sell.mjs"), Block("js"));

        var said = await RunAsync("node", ["sell.mjs"], folder, SettingsOf(world));

        Assert.Contains("#cs_", said);
        await TypesFitAsync(folder);
        Directory.Delete(folder, recursive: true);
    }

    // The same sample through TypeScript, strictly.
    private static async Task TypesFitAsync(string folder)
    {
        File.Move(Path.Combine(folder, "sell.mjs"), Path.Combine(folder, "sell.mts"));
        await File.WriteAllTextAsync(Path.Combine(folder, "node.d.ts"), "declare const process: { env: Record<string, string> };");
        await RunAsync(
            "node",
            [
                Repository.PathOf("node_modules", "typescript", "bin", "tsc"), "--noEmit", "--strict", "--module", "nodenext", "--target", "es2023",
                "--lib", "es2023,dom", "sell.mts", "node.d.ts",
            ],
            folder);
    }

    /// <summary>The README's first of that language.</summary>
    private static string Block(string language) =>
        Regex.Match(Markdown.Read("clients/node/README.md").Text, $"```{language}\n(?<code>.*?)```", RegexOptions.Singleline).Groups["code"].Value;

    private static (string Name, string Value)[] SettingsOf(World world) =>
    [
        ("OFFRAMP_URL", world.Api.BaseAddress!.AbsoluteUri), ("OFFRAMP_SANDBOX_URL", world.Sandbox.BaseAddress!.AbsoluteUri.TrimEnd('/')),
        ("OFFRAMP_TOKEN", Shop.Token),
    ];

    private static async Task<string> RunAsync(string program, string[] arguments, string folder, params (string Name, string Value)[] settings) =>
        (await Command.RunAsync(program, arguments, folder, settings)).Output;
}
