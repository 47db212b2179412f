using System.Collections.Concurrent;
using System.ComponentModel;
using OffRamp.LocalHost.Processes;

namespace OffRamp.LocalHost.Chain;

/// <summary>
/// One Hardhat node as a child process: an EVM chain in memory, with funded accounts that need no signature. Nothing is compiled by it
/// and nothing fetched; it ends with everything that it holds.
/// </summary>
internal sealed class ChainProcess : IAsyncDisposable
{
    private const string Ready = "Started HTTP";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> lastWords = new();
    private readonly TaskCompletionSource listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int port;
    private readonly DateTimeOffset? genesis;
    private ChildProcess? child;

    private ChainProcess(int port, DateTimeOffset? genesis) => (this.port, this.genesis) = (port, genesis);

    /// <summary>Of its JSON-RPC.</summary>
    public Uri Url => new($"http://127.0.0.1:{port}");

    /// <summary>Ends when the process ends, for whatever reason.</summary>
    public Task<int> Exited => child!.Exited;

    /// <param name="wantedPort">0 takes a free one.</param>
    /// <param name="notedIn">Where the child is noted; null: nowhere.</param>
    /// <param name="genesis">The time of its first block, which makes it a chain's whose first block is of then; null: now.</param>
    /// <exception cref="HostFailure">It does not start.</exception>
    public static async Task<ChainProcess> StartAsync(int wantedPort = 0, Leftovers? notedIn = null, DateTimeOffset? genesis = null)
    {
        var chain = new ChainProcess(FreePort.Or(wantedPort), genesis);
        try
        {
            chain.child = await ChildProcess.StartAsync(chain.Command(notedIn));
        }
        catch (Win32Exception missing)
        {
            throw new HostFailure("Node.js is needed for the chain: no `node` on the PATH.", missing);
        }

        if (await Task.WhenAny(chain.listens.Task, chain.Exited, Task.Delay(Patience)) == chain.listens.Task)
        {
            return chain;
        }

        await chain.DisposeAsync();
        throw new HostFailure($"The chain did not start: {string.Join(' ', chain.lastWords)}");
    }

    public void Kill() => child!.Kill();

    public ValueTask DisposeAsync() => child?.DisposeAsync() ?? ValueTask.CompletedTask;

    private ChildCommand Command(Leftovers? notedIn)
    {
        var modules = FindModules();
        var config = Path.Combine(AppContext.BaseDirectory, "Chain", "hardhat.config.cjs");
        return new ChildCommand(
            "hardhat",
            "node",
            [Path.Combine(modules, "hardhat", "internal", "cli", "bootstrap.js"), "--config", config, "node", "--hostname", "127.0.0.1", "--port", $"{port}"])
        {
            // It wants to be the local installation of the folder that it is started in.
            WorkingDirectory = Path.GetDirectoryName(modules),
            Environment = new Dictionary<string, string>
            {
                ["HARDHAT_DISABLE_TELEMETRY_PROMPT"] = "true",
                ["NO_COLOR"] = "1",
                ["FORCE_COLOR"] = "0",
                ["OFFRAMP_CHAIN_GENESIS"] = genesis is { } time ? $"{time.UtcDateTime:O}" : "",
            },
            NotedIn = notedIn,
            OnOutput = Heard,
            OnError = Heard,
        };
    }

    private void Heard(string line)
    {
        lastWords.Enqueue(line);
        while (lastWords.Count > 5)
        {
            lastWords.TryDequeue(out _);
        }

        // Build servers have it write in colours.
        if (line.Contains(Ready, StringComparison.Ordinal))
        {
            listens.TrySetResult();
        }
    }

    private static string FindModules() => Above(Environment.CurrentDirectory) ?? Above(AppContext.BaseDirectory)
        ?? throw new HostFailure("Hardhat is not installed: run `npm ci` in the repository's root.");

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var modules = Path.Combine(at.FullName, "node_modules");
            if (Directory.Exists(Path.Combine(modules, "hardhat")))
            {
                return modules;
            }
        }

        return null;
    }
}
