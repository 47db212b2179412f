using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>Every setting that the app reads, found by letting it read.</summary>
internal static class SettingNames
{
    private static readonly string[] PlatformsOwn = ["WEBSITE_INSTANCE_ID", "WEBSITE_SITE_NAME"];

    /// <summary>In the spelling of environment variables, without those by which Azure says that it is there.</summary>
    public static IReadOnlyList<string> Read { get; } = ReadAll();

    private static List<string> ReadAll()
    {
        var spy = new Spy();
        Assert.ThrowsExactly<SettingsException>(() => Settings.Read(spy));
        return [.. spy.Asked.Where(name => !name.Contains(':', StringComparison.Ordinal)).Except(PlatformsOwn)];
    }

    private sealed class Spy : IConfiguration
    {
        public HashSet<string> Asked { get; } = [];

        public string? this[string key]
        {
            get
            {
                Asked.Add(key);
                return null;
            }
            set => throw new NotSupportedException();
        }

        public IEnumerable<IConfigurationSection> GetChildren() => [];

        public IChangeToken GetReloadToken() => throw new NotSupportedException();

        public IConfigurationSection GetSection(string key) => throw new NotSupportedException();
    }
}
