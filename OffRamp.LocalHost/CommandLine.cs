using System.Globalization;

namespace OffRamp.LocalHost;

/// <summary>Options of the program, from environment variables.</summary>
internal static class CommandLine
{
    private const string SandboxOnly = "--sandbox-only";
    private const string OnChain = "--chain";

    // What the Functions host itself reads, such as AzureWebJobs.ReviveSells.Disabled, and where its traces go.
    private static readonly string[] OfTheHost = ["AzureWebJobs.", "AzureFunctionsJobHost__", "OTEL_EXPORTER_OTLP_"];

    /// <param name="environment">The value of a variable.</param>
    /// <param name="names">All variables that there are.</param>
    /// <param name="arguments">None, or <c>--sandbox-only</c>, or <c>--chain</c>.</param>
    public static LocalHostOptions Read(Func<string, string?> environment, IEnumerable<string> names, params string[] arguments)
    {
        if (arguments is not ([] or [SandboxOnly] or [OnChain]))
        {
            throw new HostFailure($"Unknown: {string.Join(' ', arguments)}. There is {SandboxOnly}, and {OnChain}.");
        }

        var isOnChain = arguments is [OnChain];
        var settings = LocalSettings.Read(environment);
        foreach (var name in names.Where(name => Array.Exists(OfTheHost, start => name.StartsWith(start, StringComparison.Ordinal))))
        {
            settings[name] = environment(name) ?? "";
        }
        return new LocalHostOptions
        {
            AppFolder = Path.GetFullPath(Said("OFFRAMP_APP", "artifacts/app")),
            // A chain that is in memory begins anew each time, and so do the records of it.
            DataFolder = Path.GetFullPath(isOnChain ? Path.Combine(Said("OFFRAMP_DATA", ".local"), "chain") : Said("OFFRAMP_DATA", ".local")),
            IsSandboxOnly = arguments is [SandboxOnly],
            ChainPort = isOnChain ? Port("OFFRAMP_CHAIN_PORT", 8545) : null,
            Keystore = environment("OFFRAMP_KEYSTORE") is { Length: > 0 } file ? (Path.GetFullPath(file), Said("OFFRAMP_KEYSTORE_PASSWORD", "")) : null,
            Port = Port("OFFRAMP_PORT", 7071),
            SandboxPort = PortOrOff("OFFRAMP_SANDBOX_PORT", 7072),
            RealtimePort = PortOrOff("OFFRAMP_REALTIME_PORT", 0),
            ServiceBusPort = Said("OFFRAMP_SERVICEBUS_PORT", "off") == "off" ? null : Port("OFFRAMP_SERVICEBUS_PORT", 0),
            LargestBusMessage = int.TryParse(Said("OFFRAMP_SERVICEBUS_LARGEST", "262144"), NumberStyles.None, CultureInfo.InvariantCulture, out var largest) && largest > 0
                ? largest
                : throw new HostFailure("OFFRAMP_SERVICEBUS_LARGEST is not a number of bytes."),
            AzuritePort = PortOrOff("OFFRAMP_AZURITE_PORT", 10000),
            Settings = settings,
            DurableKey = Said("OFFRAMP_DURABLE_KEY", LocalSettings.DurableKey),
            UsesAzureStorage = Said("OFFRAMP_DURABLE_STORE", "embedded") switch
            {
                "embedded" => false,
                "azure-storage" => true,
                _ => throw new HostFailure("OFFRAMP_DURABLE_STORE is neither embedded nor azure-storage."),
            },
            OnOutput = Console.Out.WriteLine,
            OnError = Console.Error.WriteLine,
        };

        string Said(string name, string byDefault) => environment(name) is { Length: > 0 } said ? said : byDefault;

        // "off": somebody else provides it.
        int? PortOrOff(string name, int byDefault) => environment(name) == "off" ? null : Port(name, byDefault);

        int Port(string name, int byDefault) =>
            int.TryParse(Said(name, byDefault.ToString(CultureInfo.InvariantCulture)), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
                ? port
                : throw new HostFailure($"{name} is not a port.");
    }
}
