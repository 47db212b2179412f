using System.Text.Json;
using OffRamp.Functions.Tests.Docs;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>The templates by themselves: they compile without a word, and azd can fill them.</summary>
[TestClass]
public sealed class TemplateTests
{
    private static readonly string Folder = Repository.PathOf("infra");

    [TestMethod]
    public async Task The_compiler_and_the_linter_have_nothing_to_say()
    {
        var run = await Bicep.RunAsync(Folder, "lint", "--pattern", "**/*.bicep", "--no-restore");

        Assert.AreEqual("", run.All);
        Assert.AreEqual(0, run.Code);
    }

    [TestMethod]
    public void Every_rule_of_the_linter_is_an_error_but_those_that_look_elsewhere()
    {
        using var config = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Folder, "bicepconfig.json")), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var rules = config.RootElement.GetProperty("analyzers").GetProperty("core").GetProperty("rules").EnumerateObject()
            .ToLookup(rule => rule.Value.GetProperty("level").GetString(), rule => rule.Name);

        CollectionAssert.AreEquivalent(new[] { "use-recent-api-versions", "use-recent-module-versions" }, rules["off"].ToArray());
        CollectionAssert.AreEquivalent(new[] { "off", "error" }, rules.Select(level => level.Key).ToArray());
    }

    [TestMethod]
    public void Nothing_is_fetched_from_a_registry()
    {
        var fetched = Templates().Where(file => SourceTree.Read(file).Contains("'br", StringComparison.Ordinal) || SourceTree.Read(file).Contains("'ts", StringComparison.Ordinal));

        Assert.AreEqual("", string.Join('\n', fetched));
    }

    [TestMethod]
    public async Task Every_parameter_comes_from_azd_and_azd_gives_no_other()
    {
        var parameters = await ParametersAsync();
        using var file = ParametersFile();

        var given = file.RootElement.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name);

        CollectionAssert.AreEquivalent(parameters.EnumerateObject().Select(parameter => parameter.Name).ToArray(), given.ToArray());
    }

    [TestMethod]
    public async Task What_azd_takes_where_nothing_is_said_is_what_the_template_says()
    {
        var parameters = await ParametersAsync();
        using var file = ParametersFile();

        var told =
            from parameter in file.RootElement.GetProperty("parameters").EnumerateObject()
            let value = parameter.Value.GetProperty("value").GetString()!.Trim('$', '{', '}').Split('=', 2)
            where value.Length == 2
            select $"{parameter.Name}={value[1]}";
        var expected =
            from parameter in parameters.EnumerateObject()
            where parameter.Value.TryGetProperty("defaultValue", out var standard) && standard.ToString() != ""
            select $"{parameter.Name}={parameter.Value.GetProperty("defaultValue").ToString().Replace("False", "false", StringComparison.Ordinal)}";

        CollectionAssert.AreEquivalent(expected.ToArray(), told.ToArray());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Names_fit_what_Azure_allows(bool full)
    {
        var installation = await (full ? Installation.Full : Installation.Plain);

        // A name that begins with a bracket holds what is known in Azure only.
        var tooLong = installation.Resources.Where(resource => !resource.Name.StartsWith('[')).Where(resource => resource.Type switch
        {
            "Microsoft.Storage/storageAccounts" or "Microsoft.KeyVault/vaults" => resource.Name.Length > 24,
            "Microsoft.Web/sites" => resource.Name.Length > 60,
            _ => resource.Name.Split('/')[^1].Length > 80,
        });

        Assert.AreEqual("", string.Join('\n', tooLong));
    }

    private static IEnumerable<string> Templates() => SourceTree.Files.Where(file => file.EndsWith(".bicep", StringComparison.Ordinal));

    private static JsonDocument ParametersFile() => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "main.parameters.json")));

    private static async Task<JsonElement> ParametersAsync()
    {
        var run = await Bicep.RunAsync(Folder, "build", "main.bicep", "--stdout", "--no-restore");
        Assert.AreEqual(0, run.Code, run.Errors);
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("parameters");
    }
}
