using OffRamp.LocalHost;
using OffRamp.LocalHost.EmbeddedStore;
using OffRamp.LocalHost.EmbeddedStore.Functions;
using OffRamp.LocalHost.FunctionsHost;

namespace OffRamp.Benchmarks.Host;

/// <summary>The measured process: the local Functions host around the sell app, until standard input ends.</summary>
internal static class ServeSells
{
    public const string Command = "serve-sells";

    public static async Task<int> RunAsync(string app, string data, int port)
    {
        try
        {
            using var hub = new EmbeddedTaskHub(new EmbeddedStoreOptions { FilePath = Path.Combine(data, "hub.db") });
            hub.OpenAhead();
            await using var host = await FunctionsHost.StartAsync(new FunctionsHostOptions
            {
                AppFolder = app,
                Port = port,
                SystemKey = "bench",
                Settings = new Dictionary<string, string> { ["PROVIDER"] = Environment.GetEnvironmentVariable("PROVIDER") ?? "" },
                DurabilityProviders = [new EmbeddedDurabilityProviderFactory(hub)],
                OnError = Console.Error.WriteLine,
            });
            Console.WriteLine("ready");
            await Console.In.ReadToEndAsync();
            return 0;
        }
        catch (HostFailure failure)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }
}
