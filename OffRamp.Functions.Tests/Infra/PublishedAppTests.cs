using System.IO.Compression;
using System.Text.Json;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>What is uploaded: the zip of <c>dotnet publish</c>, as azd makes it, laid out as the Functions host looks for it.</summary>
[TestClass]
public sealed class PublishedAppTests
{
    private static byte[] archive = [];

    [ClassInitialize]
    public static async Task PublishAsync(TestContext _)
    {
        var folder = Directory.CreateTempSubdirectory("published-").FullName;
        var configuration = AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar)[^3];
        await Command.RunAsync(
            "dotnet", ["publish", "OffRamp.Functions", "-c", configuration, "--no-build", "-o", folder, "--nologo", "-v", "quiet"], Repository.Root);
        using var file = new MemoryStream();
        await ZipFile.CreateFromDirectoryAsync(folder, file);
        Directory.Delete(folder, recursive: true);
        archive = file.ToArray();
    }

    [TestMethod]
    public async Task The_host_finds_its_settings_the_worker_and_its_program_at_the_top()
    {
        var host = await ReadAsync("host.json");
        var worker = (await ReadAsync("worker.config.json")).GetProperty("description");

        Assert.AreEqual("2.0", host.GetProperty("version").GetString());
        Assert.AreEqual("", host.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
        Assert.AreEqual("dotnet-isolated", worker.GetProperty("language").GetString());
        using var zip = Open();
        Assert.IsNotNull(zip.GetEntry(worker.GetProperty("defaultWorkerPath").GetString()!));
    }

    [TestMethod]
    public async Task It_lists_every_function_of_the_app()
    {
        var listed = (await ReadAsync("functions.metadata")).EnumerateArray().Select(function => function.GetProperty("name").GetString());

        CollectionAssert.IsSubsetOf(HttpFunctions.OfApp().All.Select(function => function.Name).ToArray(), listed.ToArray());
    }

    [TestMethod]
    public async Task The_extensions_that_the_host_loads_are_beside_it()
    {
        var extensions = (await ReadAsync("extensions.json")).GetProperty("extensions").EnumerateArray()
            .Select(extension => extension.GetProperty("name").GetString()).ToList();

        Assert.Contains("DurableTask", extensions);
        using var zip = Open();
        Assert.IsNotNull(zip.GetEntry(".azurefunctions/Microsoft.Azure.WebJobs.Extensions.DurableTask.dll"));
        Assert.IsNotNull(zip.GetEntry(".azurefunctions/function.deps.json"));
    }

    [TestMethod]
    public void Nothing_of_a_laptop_is_in_it()
    {
        using var zip = Open();
        var strangers = zip.Entries.Select(entry => entry.FullName).Where(name =>
            name.EndsWith("local.settings.json", StringComparison.Ordinal)
            || name.Contains("LocalHost", StringComparison.Ordinal)
            || name.Contains("Sqlite", StringComparison.OrdinalIgnoreCase)
            || name.Contains("node_modules", StringComparison.Ordinal)
            || name.Contains("Tests", StringComparison.Ordinal));

        Assert.AreEqual("", string.Join('\n', strangers));
    }

    private static ZipArchive Open() => new(new MemoryStream(archive), ZipArchiveMode.Read);

    private static async Task<JsonElement> ReadAsync(string name)
    {
        await using var zip = Open();
        await using var content = await zip.GetEntry(name)!.OpenAsync();
        return (await JsonDocument.ParseAsync(content)).RootElement;
    }
}
