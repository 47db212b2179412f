using System.Diagnostics;
using OffRamp.Benchmarks.Measuring;
using OffRamp.LocalHost;

namespace OffRamp.Benchmarks.Host;

/// <summary>The local Functions host on the embedded store, with the sell app as its worker: this program again, as its own process.</summary>
internal sealed class LocalHostEngine(string app) : SellEngine(ShortName)
{
    public const string ShortName = "local";

    private readonly string data = Directory.CreateTempSubdirectory("offramp-bench-").FullName;
    private readonly int port = FreePort.Next();
    private Uri? provider;

    public override IReadOnlyCollection<int> Roots => [Process.Id];

    public override Uri StartOf(string id) => new($"http://127.0.0.1:{port}/sells/{id}");

    public override Uri EventOf(string id, string happened) => new($"http://127.0.0.1:{port}/sells/{id}/{happened}");

    public override async Task StartAsync(Uri provider)
    {
        this.provider = provider;
        await StartAgainAsync();
    }

    public override async Task KillAsync()
    {
        Process.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    public override bool TryKillWorker()
    {
        var workers = ProcessTree.ChildrenOf(Process.Id);
        foreach (var worker in workers)
        {
            Process.GetProcessById(worker).Kill();
        }
        return workers.Count > 0;
    }

    public override async Task StartAgainAsync()
    {
        var program = new ProcessStartInfo("dotnet", [typeof(LocalHostEngine).Assembly.Location, ServeSells.Command, app, data, $"{port}"]);
        program.Environment["PROVIDER"] = provider!.ToString();
        await LaunchAsync(program);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }
}
