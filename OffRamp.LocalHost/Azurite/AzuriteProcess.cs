using System.Collections.Concurrent;
using System.ComponentModel;
using System.Text.RegularExpressions;
using OffRamp.LocalHost.Processes;

namespace OffRamp.LocalHost.Azurite;

/// <summary>
/// One Azurite (blob, queue and table on 127.0.0.1) as a child process. Started when all three answer;
/// stopped politely, because it writes its files when it ends.
/// </summary>
internal sealed partial class AzuriteProcess : IAsyncDisposable
{
    /// <summary>Azurite's well-known development account; a public constant, not a secret.</summary>
    public const string AccountName = "devstoreaccount1";

    /// <inheritdoc cref="AccountName"/>
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly string[] Services = ["Blob", "Queue", "Table"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<string> _lastWords = new();
    private readonly Dictionary<string, int> _ports = [];
    private readonly TaskCompletionSource _allListen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChildProcess? _child;

    private AzuriteProcess() { }

    public int ProcessId => _child!.Id;

    /// <summary>Ends when the process ends, for whatever reason.</summary>
    public Task<int> Exited => _child!.Exited;

    public Uri BlobEndpoint => EndpointOf("Blob");

    public Uri QueueEndpoint => EndpointOf("Queue");

    public Uri TableEndpoint => EndpointOf("Table");

    /// <summary>For <c>AzureWebJobsStorage</c>: the account, its key and the three explicit endpoints.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};"
        + $"BlobEndpoint={BlobEndpoint};QueueEndpoint={QueueEndpoint};TableEndpoint={TableEndpoint};";

    public static async Task<AzuriteProcess> StartAsync(AzuriteOptions options)
    {
        var azurite = new AzuriteProcess();
        try
        {
            azurite._child = await ChildProcess.StartAsync(azurite.CommandFor(options));
        }
        catch (Win32Exception missing)
        {
            throw new HostFailure("Node.js is needed for Azurite: no `node` on the PATH.", missing);
        }
        var first = await Task.WhenAny(azurite._allListen.Task, azurite.Exited, Task.Delay(options.StartTimeout));
        if (first == azurite._allListen.Task)
        {
            return azurite;
        }

        await azurite.DisposeAsync();
        var words = string.Join(' ', azurite._lastWords);
        throw new HostFailure(PortInUse().Match(words) is { Success: true } port
            ? $"Port {port.Groups[1]} is in use: stop what listens there, or set OFFRAMP_AZURITE_PORT."
            : $"Azurite did not start: {words}");
    }

    /// <summary>Ends the process and waits until its files are written, and kills it if that takes longer.</summary>
    public Task StopAsync(TimeSpan patience) => _child!.StopAsync(patience);

    public void Kill() => _child!.Kill();

    public async ValueTask DisposeAsync()
    {
        if (_child is null)
        {
            return;
        }

        await StopAsync(Patience);
        await _child.DisposeAsync();
    }

    private ChildCommand CommandFor(AzuriteOptions options)
    {
        // What is kept on disk is kept at once, not with Azurite's next save.
        string[] keepTables = options.Location is null ? [] : Preloaded("keep-tables.cjs");
        List<string> arguments = [.. Preloaded("only-what-is-used.cjs"), .. keepTables, options.FindScript(), "--silent", "--skipApiVersionCheck", "--disableTelemetry"];
        for (var service = 0; service < Services.Length; service++)
        {
            var name = Services[service].ToLowerInvariant();
            var port = options.Ports?[service] ?? (options.FirstPort == 0 ? 0 : options.FirstPort + service);
            arguments.AddRange([$"--{name}Host", "127.0.0.1", $"--{name}Port", $"{port}"]);
        }
        if (options.Location is null)
        {
            arguments.Add("--inMemoryPersistence");
        }
        else
        {
            arguments.AddRange(["--location", Directory.CreateDirectory(options.Location).FullName]);
        }

        return new ChildCommand("azurite", "node", arguments)
        {
            DeathSignal = "TERM",
            NotedIn = options.NotedIn,
            OnOutput = Heard,
            OnError = Heard,
        };
    }

    private static string[] Preloaded(string script) => ["--require", Path.Combine(AppContext.BaseDirectory, "Azurite", script)];

    private void Heard(string line)
    {
        _lastWords.Enqueue(line);
        while (_lastWords.Count > 5)
        {
            _lastWords.TryDequeue(out _);
        }

        if (Listening().Match(line) is not { Success: true } match)
        {
            return;
        }

        lock (_ports)
        {
            _ports[match.Groups[1].Value] = int.Parse(match.Groups[2].ValueSpan);
            if (_ports.Count == Services.Length)
            {
                _allListen.TrySetResult();
            }
        }
    }

    private Uri EndpointOf(string service)
    {
        lock (_ports)
        {
            return new Uri($"http://127.0.0.1:{_ports[service]}/{AccountName}");
        }
    }

    [GeneratedRegex(@"Azurite (\w+) service is successfully listening at http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();

    [GeneratedRegex(@"EADDRINUSE: address already in use 127\.0\.0\.1:(\d+)")]
    private static partial Regex PortInUse();
}
