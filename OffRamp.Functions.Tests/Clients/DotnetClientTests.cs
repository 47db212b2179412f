using System.Text.RegularExpressions;
using OffRamp.Functions.Tests.Docs;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Clients;

/// <summary>The client for .NET: its records are those of the document, and a partner installs it and sells by it.</summary>
[TestClass]
public sealed class DotnetClientTests
{
    private static readonly string Client = Repository.PathOf("clients", "dotnet");

    [TestMethod]
    public void Its_records_are_those_of_the_document()
    {
        var folder = Path.Combine(Client, "Models");
        var written = DotnetModels.Write();
        if (Environment.GetEnvironmentVariable("OFFRAMP_RECORD_MODELS") == "true")
        {
            foreach (var (name, text) in written)
            {
                File.WriteAllText(Path.Combine(folder, name), text);
            }
        }

        CollectionAssert.AreEquivalent(
            written.Keys.Append("OffRampEvent.Data.cs").ToList(), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).ToList(),
            "Made anew with OFFRAMP_RECORD_MODELS=true");
        foreach (var (name, text) in written)
        {
            Assert.AreEqual(text, File.ReadAllText(Path.Combine(folder, name)), $"{name}: made anew with OFFRAMP_RECORD_MODELS=true");
        }
    }

    [TestMethod]
    public async Task A_partner_installs_it_in_an_empty_folder_and_the_readme_s_sample_runs()
    {
        await using var world = await World.StartAsync();
        var folder = Directory.CreateTempSubdirectory("partner-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Shop.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
            </Project>
            """);
        var cache = ("NUGET_PACKAGES", Path.Combine(folder, "cache"));
        foreach (var line in Block("bash").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // What our own project restores stays where it is: only the partner begins with nothing.
            await Command.RunAsync("bash", ["-c", line], folder, line.StartsWith("dotnet pack", StringComparison.Ordinal) ? ("OFFRAMP", Repository.Root) : cache);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Block("csharp"));

        var said = await Command.RunAsync(
            "dotnet", ["run"], folder, ("OFFRAMP_URL", world.Api.BaseAddress!.AbsoluteUri), ("OFFRAMP_TOKEN", Shop.Token), cache);

        Assert.Contains("#cs_", said.Output);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The README's first of that language.</summary>
    private static string Block(string language) =>
        Regex.Match(Markdown.Read("clients/dotnet/README.md").Text, $"```{language}\n(?<code>.*?)```", RegexOptions.Singleline).Groups["code"].Value;
}
