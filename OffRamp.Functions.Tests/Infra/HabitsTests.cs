using System.Text.Json;
using System.Text.RegularExpressions;
using OffRamp.Functions.Tests.Docs;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>What editors, GitHub and azd are told: it can be read, and what it names is there.</summary>
[TestClass]
public sealed partial class HabitsTests
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip };

    private static IEnumerable<object[]> Workflows => SourceTree.Files
        .Where(file => file.StartsWith(".github/workflows/", StringComparison.Ordinal)).Select(file => new object[] { file });

    [TestMethod]
    [DynamicData(nameof(Workflows))]
    public async Task A_workflow_takes_actions_of_one_version_and_runs_what_is_there(string file)
    {
        var steps = (await YamlAsync(file)).GetProperty("jobs").EnumerateObject()
            .SelectMany(job => job.Value.GetProperty("steps").EnumerateArray()).ToList();

        var loose = Texts(steps, "uses").Where(action => !Pinned().IsMatch(action));
        var missing = Texts(steps, "run").SelectMany(run => run.Split(' ', '\n')).Where(word => word.StartsWith("./", StringComparison.Ordinal))
            .Where(program => !IsProgram(program));

        Assert.AreEqual("", string.Join('\n', loose.Concat(missing)));
    }

    [TestMethod]
    public async Task Deployment_signs_in_without_a_password_and_says_what_the_templates_ask_for()
    {
        var workflow = await YamlAsync(".github/workflows/deploy.yml");
        var told = workflow.GetProperty("jobs").GetProperty("deploy").GetProperty("env").EnumerateObject().Select(variable => variable.Name).ToList();
        var asked = Variable().Matches(SourceTree.Read("infra/main.parameters.json")).Select(match => match.Groups["name"].Value);

        Assert.AreEqual("write", workflow.GetProperty("permissions").GetProperty("id-token").GetString());
        Assert.DoesNotContain("secrets.", SourceTree.Read(".github/workflows/deploy.yml"));
        CollectionAssert.IsSubsetOf(asked.Except(["AZURE_PRINCIPAL_ID"]).ToArray(), told);
    }

    [TestMethod]
    public async Task Azd_finds_the_app_the_templates_and_the_hooks()
    {
        var azure = await YamlAsync("azure.yaml");
        var infra = azure.GetProperty("infra");
        var service = azure.GetProperty("services").EnumerateObject().Single();

        Assert.IsTrue(File.Exists(Repository.PathOf(infra.GetProperty("path").GetString()!, infra.GetProperty("module").GetString() + ".bicep")));
        Assert.IsTrue(Directory.Exists(Repository.PathOf(service.Value.GetProperty("project").GetString()!)));
        Assert.AreEqual("function", service.Value.GetProperty("host").GetString());
        Assert.AreEqual(service.Name, (await Installation.Plain).Of("Microsoft.Web/sites").Single()["tags.azd-service-name"]);
        CollectionAssert.AreEqual(Array.Empty<string>(), azure.GetProperty("hooks").EnumerateObject()
            .Select(hook => hook.Value.GetProperty("run").GetString()!).Where(hook => !IsProgram(hook)).ToArray());
    }

    [TestMethod]
    [DataRow("", "")]
    [DataRow("test", "linux-x64")]
    public async Task What_azd_publishes_is_compiled_ahead_of_time_and_nothing_else(string environment, string machine)
    {
        string[] evaluation = ["msbuild", "OffRamp.Functions", "-getProperty:PublishReadyToRun,RuntimeIdentifier"];

        var said = await Command.RunAsync("dotnet", evaluation, Repository.Root, ("AZURE_ENV_NAME", environment));

        var properties = JsonElement.Parse(said.Output).GetProperty("Properties");
        Assert.AreEqual(machine, properties.GetProperty("RuntimeIdentifier").GetString());
        Assert.AreEqual(machine.Length > 0 ? "true" : "", properties.GetProperty("PublishReadyToRun").GetString());
    }

    [TestMethod]
    public void Launches_begin_with_tasks_that_there_are()
    {
        var tasks = Json(".vscode/tasks.json").GetProperty("tasks").EnumerateArray().ToList();
        var labels = Texts(tasks, "label").ToList();

        var before = Texts(Json(".vscode/launch.json").GetProperty("configurations").EnumerateArray(), "preLaunchTask").Concat(Texts(tasks, "dependsOn"));

        CollectionAssert.IsSubsetOf(before.Distinct().ToArray(), labels);
    }

    [TestMethod]
    public void Tasks_name_projects_and_files_that_are_there()
    {
        var words = Json(".vscode/tasks.json").GetProperty("tasks").EnumerateArray()
            .SelectMany(task => Texts([task], "command").Concat(task.TryGetProperty("args", out var arguments) ? arguments.EnumerateArray().Select(word => word.GetString()!) : []))
            .Where(word => word.StartsWith("OffRamp", StringComparison.Ordinal) || word.StartsWith("./", StringComparison.Ordinal) || word.EndsWith(".sample.json", StringComparison.Ordinal));

        Assert.AreEqual("", string.Join('\n', words.Where(word => !Path.Exists(Repository.PathOf(word)))));
    }

    [TestMethod]
    public void F5_starts_what_its_task_publishes()
    {
        var program = Texts(Json(".vscode/launch.json").GetProperty("configurations").EnumerateArray(), "program").Single();
        var published = Json(".vscode/tasks.json").GetProperty("tasks").EnumerateArray()
            .Single(task => task.GetProperty("label").GetString() == "publish the local host").GetProperty("args").EnumerateArray().Select(word => word.GetString()!).ToList();

        Assert.AreEqual($"${{workspaceFolder}}/{published[^1]}/{published[1]}.dll", program);
    }

    [TestMethod]
    public void The_dev_container_and_the_editor_recommend_the_same()
    {
        var recommended = Json(".vscode/extensions.json").GetProperty("recommendations");
        var inContainer = Json(".devcontainer/devcontainer.json").GetProperty("customizations").GetProperty("vscode").GetProperty("extensions");

        Assert.IsTrue(JsonElement.DeepEquals(recommended, inContainer));
    }

    private static IEnumerable<string> Texts(IEnumerable<JsonElement> of, string name) => of
        .Where(item => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
        .Select(item => item.GetProperty(name).GetString()!);

    private static bool IsProgram(string file) => File.Exists(Repository.PathOf(file))
        && (OperatingSystem.IsWindows() || File.GetUnixFileMode(Repository.PathOf(file)).HasFlag(UnixFileMode.UserExecute));

    private static JsonElement Json(string file) => JsonDocument.Parse(SourceTree.Read(file), WithComments).RootElement;

    private static async Task<JsonElement> YamlAsync(string file)
    {
        const string toJson = "console.log(JSON.stringify(require('js-yaml').load(require('fs').readFileSync(process.argv[1], 'utf8'))))";
        return JsonDocument.Parse((await Command.RunAsync("node", ["-e", toJson, file], Repository.Root)).Output).RootElement;
    }

    [GeneratedRegex(@"^[\w-]+/[\w-]+@v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();

    // Those without a standard, and not the optional ones, which are of the template's own parameters.
    [GeneratedRegex(@"""(environmentName|location|principalId|principalType|custodianUrl|payoutsUrl|kycUrl|ratesUrl|alertEmail|signInClientId)"": \{ ""value"": ""\$\{(?<name>[A-Z_]+)")]
    private static partial Regex Variable();
}
