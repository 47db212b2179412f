using System.Text.Json;
using BenchmarkDotNet.Attributes;
using OffRamp.DurableTask;
using OffRamp.Functions.Tests.DurableTask;

namespace OffRamp.Benchmarks;

/// <summary>
/// One call of the orchestrator endpoint without HTTP: decode the request, replay its history, encode the answer. The
/// requests were recorded with histories of 10, 98 and 998 events. In process, because the projects' pinned packages
/// do not suit a generated one.
/// </summary>
[InProcess]
[MemoryDiagnoser]
[MedianColumn]
[HideColumns("Error", "StdDev", "Job", "Toolchain")]
public class ReplayBenchmarks
{
    private readonly OrchestrationRunner runner = new(
        new DurableTaskRegistry().AddOrchestrator("Sell", () => new Sell { ValidatesIdOnly = true }));

    private string request = "";

    [Params(10, 98, 998)]
    public int Events { get; set; }

    [GlobalSetup]
    public void ReadRequest()
    {
        using var stream = typeof(ReplayBenchmarks).Assembly.GetManifestResourceStream("bench-requests.jsonl")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            using var recorded = JsonDocument.Parse(line);
            if (recorded.RootElement.GetProperty("events").GetInt32() == Events)
            {
                request = recorded.RootElement.GetProperty("request").GetString()!;
            }
        }
    }

    [Benchmark]
    public string Replay() => runner.Run(request).Response;
}
