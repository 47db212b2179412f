using System.Reflection;
using System.Runtime.InteropServices;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>Microsoft's Bicep compiler, which comes as a package. It reads files and asks nobody.</summary>
internal static class Bicep
{
    // The package is for one kind of machine; on others a compiler on the path does.
    private static readonly string Program =
        OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64
            ? typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Bicep").Value!
            : "bicep";

    public static Task<Said> RunAsync(string folder, params string[] arguments) => Command.TryAsync(Program, arguments, folder);

    /// <summary>What a template makes of these parameters, as far as that is known before it is deployed.</summary>
    /// <param name="parameters">Lines of Bicep.</param>
    /// <returns>JSON: <c>predictedResources</c>, <c>outputs</c>, <c>diagnostics</c>.</returns>
    public static async Task<string> PredictAsync(string parameters)
    {
        var folder = Directory.CreateTempSubdirectory("infra-");
        CopyTemplates(Repository.PathOf("infra"), folder.CreateSubdirectory("infra").FullName);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "that.bicepparam"), $"using 'infra/main.bicep'\n{parameters}");

        var run = await RunAsync(
            folder.FullName, "snapshot", "that.bicepparam", "--location", "westeurope", "--deployment-name", "that",
            "--tenant-id", Installation.Tenant, "--subscription-id", Installation.Subscription);

        Assert.AreEqual(0, run.Code, run.All);
        var snapshot = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "that.snapshot.json"));
        folder.Delete(recursive: true);
        return snapshot;
    }

    // A snapshot is written beside its parameters, which are not the repository's.
    private static void CopyTemplates(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
