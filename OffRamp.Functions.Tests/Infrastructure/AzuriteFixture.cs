using OffRamp.LocalHost.Azurite;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>One Azurite, in memory, for all tests of this assembly: started by the first that asks, stopped after the last.</summary>
internal static class AzuriteFixture
{
    private static readonly Lazy<Task<AzuriteProcess>> Process = new(() => AzuriteProcess.StartAsync(new AzuriteOptions()));

    private static int prefixes;

    /// <summary>For <c>AzureWebJobsStorage</c>.</summary>
    public static async Task<string> ConnectionStringAsync() => (await Process.Value).ConnectionString;

    /// <summary>A table prefix that no other test has.</summary>
    public static string NewPrefix() => $"T{Interlocked.Increment(ref prefixes)}x";

    /// <summary>After the last test.</summary>
    public static async Task StopAsync()
    {
        if (Process.IsValueCreated)
        {
            await (await Process.Value).DisposeAsync();
        }
    }
}
