using System.Text.Json;
using Microsoft.Extensions.Configuration;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>Settings for tests: those of local.settings.sample.json, with what a test changes.</summary>
internal static class TestSettings
{
    public static IReadOnlyDictionary<string, string?> Sample { get; } = ReadSample();

    /// <summary>The local settings, on a free port.</summary>
    public static Settings Local(params (string Name, string? Value)[] changes) => Settings.Read(Configuration(changes));

    public static IConfiguration Configuration(params (string Name, string? Value)[] changes)
    {
        var values = new Dictionary<string, string?>(Sample);
        foreach (var (name, value) in changes)
        {
            values[name] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    private static Dictionary<string, string?> ReadSample()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("local.settings.sample.json")));
        return file.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString());
    }
}
