using Microsoft.Extensions.Configuration;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>What <c>host.json</c> and <c>worker.config.json</c> of an app folder say.</summary>
internal sealed class HostSettings
{
    private const string DefaultRoutePrefix = "api";

    private readonly IConfigurationRoot host;

    /// <exception cref="HostFailure">A file is missing or cannot be read.</exception>
    public HostSettings(string appFolder)
    {
        AppFolder = Path.GetFullPath(appFolder);
        try
        {
            host = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppFolder, "host.json")).Build();
            WorkerPath = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppFolder, "worker.config.json")).Build()["description:defaultWorkerPath"]
                ?? throw new HostFailure($"{AppFolder}/worker.config.json does not say defaultWorkerPath.");
        }
        catch (Exception e) when (e is FileNotFoundException or InvalidDataException or FormatException)
        {
            throw new HostFailure($"{AppFolder} is no published function app: {e.Message}", e);
        }
    }

    public string AppFolder { get; }

    /// <summary>The worker's assembly, in the app folder.</summary>
    public string WorkerPath { get; }

    public string RoutePrefix => host["extensions:http:routePrefix"] ?? DefaultRoutePrefix;

    /// <summary>Null where it says none, or that there is none.</summary>
    public TimeSpan? FunctionTimeout => host["functionTimeout"] is { } text and not "-1" ? TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>All of <c>host.json</c>, under the section that the WebJobs SDK and its extensions read.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Under(string section) =>
        host.AsEnumerable().Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create($"{section}:{entry.Key}", entry.Value));
}
