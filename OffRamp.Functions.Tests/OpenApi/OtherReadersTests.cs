using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.OpenApi;

/// <summary>What others make of the document: a linter, and generators of clients. None of them has anything to complain of.</summary>
[TestClass]
public sealed class OtherReadersTests
{
    [TestMethod]
    public async Task Redocly_s_linter_finds_nothing()
    {
        using var document = new DocumentFile();

        var said = await Command.RunAsync(
            "node", [Module("@redocly", "cli", "bin", "cli.js"), "lint", document.Path, "--format", "json"], document.Folder,
            ("REDOCLY_TELEMETRY", "off"), ("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"));

        var problems = JsonNode.Parse(said.Output)!["problems"]!.AsArray();
        Assert.AreEqual("", string.Join('\n', problems.Select(problem => $"{problem!["location"]![0]!["pointer"]}: {problem["message"]}")));
    }

    [TestMethod]
    public async Task OpenApi_typescript_makes_types_of_it_without_a_warning()
    {
        using var document = new DocumentFile();

        var said = await Command.RunAsync(
            "node", [Module("openapi-typescript", "bin", "cli.js"), document.Path, "--output", "types.d.ts"], document.Folder, ("NO_COLOR", "1"));

        Assert.IsFalse(said.All.Contains('⚠') || said.All.Contains("warn", StringComparison.OrdinalIgnoreCase), said.All);
        Assert.Contains("merchant_transaction_id", await File.ReadAllTextAsync(Path.Combine(document.Folder, "types.d.ts")));
    }

    [TestMethod]
    public async Task Kiota_makes_a_client_of_the_whole_of_it_without_a_warning()
    {
        using var document = new DocumentFile();
        await Command.RunAsync("dotnet", ["tool", "restore"], Repository.Root);

        var said = await Command.RunAsync(
            "dotnet",
            [
                "tool", "run", "kiota", "--", "generate", "--openapi", document.Path, "--output", Path.Combine(document.Folder, "client"), "--language", "CSharp",
                "--class-name", "OffRampApi", "--namespace-name", "Partner.OffRamp",
            ],
            Repository.Root, ("KIOTA_OFFLINE_ENABLED", "true"), ("KIOTA_TUTORIAL_ENABLED", "false"));

        Assert.IsFalse(said.All.Contains("warn:", StringComparison.Ordinal) || said.All.Contains("fail:", StringComparison.Ordinal), said.All);
        Assert.IsTrue(File.Exists(Path.Combine(document.Folder, "client", "OffRampApi.cs")), said.All);
    }

    private static string Module(params string[] path) => Repository.PathOf(["node_modules", .. path]);

    /// <summary>The document in a folder of its own.</summary>
    private sealed class DocumentFile : IDisposable
    {
        public DocumentFile() => File.WriteAllText(Path, ApiDoc.Json.ToJsonString());

        public string Folder { get; } = Directory.CreateTempSubdirectory("document-").FullName;

        public string Path => System.IO.Path.Combine(Folder, "openapi.json");

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
