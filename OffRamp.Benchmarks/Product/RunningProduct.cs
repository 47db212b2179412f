using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OffRamp.Benchmarks.Measuring;
using OffRamp.LocalHost;
using OffRamp.LocalHost.Processes;

namespace OffRamp.Benchmarks.Product;

/// <summary>
/// The product as <c>./run</c> starts it, on fresh data and free ports: host, worker and Azurite, each its own process. The
/// sandbox is the bench's, so that none of its CPU counts.
/// </summary>
internal sealed class RunningProduct : IAsyncDisposable
{
    public const string Host = "host", Worker = "worker", Azurite = "Azurite";

    /// <summary>Of <c>./run</c>, which builds what is not built.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("offramp-bench-");
    private readonly int operationsPort = FreePort.Next();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> lines = [];
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private ChildProcess process = null!;

    private RunningProduct(ProductBuild build, Uri address) => (Build, Address) = (build, address);

    public ProductBuild Build { get; }

    /// <summary>Where the API answers.</summary>
    public Uri Address { get; }

    /// <summary>Seconds from its start until it said that it is ready.</summary>
    public double ReadySeconds { get; private set; }

    /// <summary>Milliseconds from the start of the worker's process until a request was answered by it.</summary>
    public double FirstAnswerMilliseconds { get; private set; }

    /// <summary>The worker's process.</summary>
    public int WorkerId => ProcessTree.ChildrenOf(process.Id).Single(child => PartOf(ProcessTree.CommandLineOf(child)) == Worker);

    /// <param name="build">What is started.</param>
    /// <param name="address">Where the API is to answer; nobody listens there.</param>
    /// <param name="settings">Environment variables beside those for ports and data.</param>
    /// <exception cref="InvalidOperationException">It does not get ready.</exception>
    public static async Task<RunningProduct> StartAsync(ProductBuild build, Uri address, params (string Name, string Value)[] settings)
    {
        var product = new RunningProduct(build, address);
        try
        {
            await product.StartAsync(settings);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    /// <summary>CPU seconds so far, by process.</summary>
    public Dictionary<string, double> CpuSeconds() => ProcessTree.CpuSecondsByPart(process.Id, Host, PartOf);

    /// <summary>What Azurite was asked so far, as <c>table GET Sells</c> or <c>table BATCH Sells</c>, with how often.</summary>
    public async Task<Dictionary<string, int>> OperationsAsync() =>
        (await http.GetFromJsonAsync<Dictionary<string, int>>($"http://127.0.0.1:{operationsPort}/"))!;

    /// <summary>When Azurite was asked each of the last things, and had answered.</summary>
    public async Task<IReadOnlyList<Interval>> LastOperationsAsync() => [..
        (await http.GetFromJsonAsync<List<JsonElement>>($"http://127.0.0.1:{operationsPort}/last"))!
            .Where(one => one.GetProperty("to").ValueKind == JsonValueKind.Number)
            .Select(one => new Interval(one.GetProperty("from").GetDouble(), one.GetProperty("to").GetDouble()))];

    /// <summary>Waits until storage is asked nothing for a while; what a minute's timer asks does not keep it from ending.</summary>
    public async Task<Dictionary<string, int>> QuietAsync()
    {
        var (seen, patience) = (await OperationsAsync(), Stopwatch.StartNew());
        while (true)
        {
            await Task.Delay(500);
            var now = await OperationsAsync();
            if (now.Values.Sum() == seen.Values.Sum() || patience.Elapsed > TimeSpan.FromSeconds(15))
            {
                return now;
            }
            seen = now;
        }
    }

    public string LastWords()
    {
        lock (lines)
        {
            return string.Join('\n', lines.TakeLast(20));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.StopAsync(TimeSpan.FromSeconds(20));
            await process.DisposeAsync();
        }
        http.Dispose();
        data.Delete(recursive: true);
    }

    private async Task StartAsync((string Name, string Value)[] settings)
    {
        var began = Stopwatch.GetTimestamp();
        process = await ChildProcess.StartAsync(new ChildCommand("product", Build.Program, Build.Arguments)
        {
            WorkingDirectory = Build.Folder,
            DeathSignal = "TERM",
            Environment = Environment(settings),
            OnOutput = Hear,
            OnError = Hear,
        });
        using var answering = new CancellationTokenSource();
        var firstAnswer = FirstAnswerAsync(answering.Token);
        if (await Task.WhenAny(ready.Task, process.Exited, Task.Delay(Patience)) != ready.Task)
        {
            await answering.CancelAsync();
            throw new InvalidOperationException($"{Build.Name} is not ready.\n{LastWords()}");
        }
        ReadySeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        FirstAnswerMilliseconds = await firstAnswer;
    }

    private Dictionary<string, string> Environment((string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["OFFRAMP_PORT"] = $"{Address.Port}",
            ["OFFRAMP_SANDBOX_PORT"] = "off",
            ["OFFRAMP_AZURITE_PORT"] = "0",
            ["OFFRAMP_DATA"] = data.FullName,
            ["OFFRAMP_BENCH_OPERATIONS_PORT"] = $"{operationsPort}",
            ["NODE_OPTIONS"] = $"--require {Path.Combine(AppContext.BaseDirectory, "Product", "count-operations.cjs")}",
        };
        if (Build.App is { } app)
        {
            all["OFFRAMP_APP"] = app;
        }
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }
        return all;
    }

    private async Task<double> FirstAnswerAsync(CancellationToken cancellation)
    {
        while (!await AnswersAsync(cancellation))
        {
            await Task.Delay(10, cancellation);
        }
        return 1000 * ProcessTree.SecondsSinceStartOf(WorkerId);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Address, "health/live"), cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception notYet) when (notYet is HttpRequestException || (notYet is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return false; // nobody listens, or a host that is busy starting has not answered in time
        }
    }

    private void Hear(string line)
    {
        lock (lines)
        {
            lines.Add(line);
        }
        if (line.StartsWith("ready ", StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }

    private static string PartOf(string commandLine) => commandLine.Contains("azurite", StringComparison.OrdinalIgnoreCase) ? Azurite : Worker;
}
