using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OffRamp.Functions.Tests.FunctionsHost;
using OffRamp.LocalHost;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>The local host's program as a process of its own, around the sample app.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _http = new();
    private readonly StringBuilder _said = new();

    private HostProcess(Process process) => _process = process;

    public static HostProcess Launch(SampleData app, params (string Name, string Value)[] settings) => Launch(app, [], settings);

    private static HostProcess Launch(SampleData app, string[] arguments, (string Name, string Value)[] settings)
    {
        // The test's own copy of the program; the sample app needs neither Azurite nor the sandbox.
        var info = new ProcessStartInfo("dotnet", ["exec", typeof(LocalHostApp).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["OFFRAMP_APP"] = SampleHost.AppFolder;
        info.Environment["OFFRAMP_DATA"] = app.Data;
        info.Environment["AzureWebJobs.Tally.Disabled"] = "true";
        info.Environment["OFFRAMP_PORT"] = "0";
        info.Environment["OFFRAMP_SANDBOX_PORT"] = "off";
        info.Environment["OFFRAMP_AZURITE_PORT"] = "off";
        foreach (var (name, value) in settings)
        {
            info.Environment[name] = value;
        }

        var host = new HostProcess(new Process { StartInfo = info });
        host._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("ready ", StringComparison.Ordinal) == true)
            {
                host._ready.TrySetResult(new Uri(line.Data[6..]));
            }
        };
        host._process.ErrorDataReceived += (_, line) =>
        {
            lock (host._said)
            {
                host._said.AppendLine(line.Data);
            }
        };
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    public static async Task<HostProcess> StartAsync(SampleData app, params (string Name, string Value)[] settings)
    {
        var host = Launch(app, settings);
        await host.IsReadyAsync();
        return host;
    }

    /// <summary>What <c>./run --chain</c> starts, of the product itself.</summary>
    public static async Task<HostProcess> StartOnChainAsync(SampleData app, int chainPort, params (string Name, string Value)[] settings)
    {
        var host = Launch(app, ["--chain"],
        [
            ("OFFRAMP_APP", WholeAppTests.AppFolder), ("OFFRAMP_CHAIN_PORT", $"{chainPort}"), ("OFFRAMP_AZURITE_PORT", "0"), ("OFFRAMP_SANDBOX_PORT", "0"), .. settings,
        ]);
        await host.IsReadyAsync();
        return host;
    }

    /// <summary>Where it is served.</summary>
    public Uri Address => new(_http.BaseAddress!, "/");

    private async Task IsReadyAsync()
    {
        var address = await _ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
        _http.BaseAddress = new Uri(address, "runtime/webhooks/durabletask/");
        _http.DefaultRequestHeaders.Add("x-functions-key", LocalSettings.DurableKey);
    }

    /// <summary>What it wrote to standard error so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public async Task RunAsync(string orchestration, string id)
    {
        using var answer = await _http.PostAsync(new Uri(_http.BaseAddress!, $"/start/{orchestration}/{id}"), new StringContent("3600"));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The worker's process.</summary>
    public async Task<int> WorkerAsync() => int.Parse(await _http.GetStringAsync(new Uri(_http.BaseAddress!, "/pid")), CultureInfo.InvariantCulture);

    public async Task PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<(int Status, string Said)> TryAsync(string path)
    {
        using var content = new StringContent("null", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>From now on no file of the process grows beyond that many bytes.</summary>
    public async Task LimitFilesAsync(string bytes)
    {
        using var prlimit = Process.Start("prlimit", ["--pid", $"{_process.Id}", $"--fsize={bytes}:unlimited"]);
        await prlimit.WaitForExitAsync();
        Assert.AreEqual(0, prlimit.ExitCode);
    }

    public async Task<JsonElement> StatusAsync(string id)
    {
        // Settles first.
        using var advance = new StringContent("""{"by":"00:00:00"}""", Encoding.UTF8, "application/json");
        using var settled = await _http.PostAsync(new Uri(_http.BaseAddress!, "/local/clock/advance"), advance);
        return JsonDocument.Parse(await _http.GetStringAsync(new Uri($"instances/{id}", UriKind.Relative))).RootElement.Clone();
    }

    public void Kill() => _process.Kill();

    public void Signal(string name) => Signal(name, _process.Id);

    public static void Signal(string name, int processId)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{processId}"]);
        kill.WaitForExit();
    }

    public async Task<(string Said, int ExitCode)> EndAsync()
    {
        // A shell that starts the tests in its background may have them ignore SIGINT, and so their children.
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (Said, _process.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _http.Dispose();
    }
}

/// <summary>A data folder of a test's own.</summary>
internal sealed class SampleData : IDisposable
{
    public string Data { get; } = Directory.CreateTempSubdirectory("offramp-process-").FullName;

    /// <summary>The processes that its host has started, and noted.</summary>
    public IEnumerable<int> Children() => Directory.GetFiles(Path.Combine(Data, "children")).Select(note => int.Parse(Path.GetFileName(note), CultureInfo.InvariantCulture));

    /// <summary>Azurite still writes its files for a moment after its host was killed.</summary>
    public void Dispose()
    {
        var until = DateTime.UtcNow.AddSeconds(10);
        foreach (var note in Directory.GetDirectories(Data, "children", SearchOption.AllDirectories).SelectMany(Directory.GetFiles))
        {
            try
            {
                using var child = Process.GetProcessById(int.Parse(Path.GetFileName(note), CultureInfo.InvariantCulture));
                child.WaitForExit(until > DateTime.UtcNow ? until - DateTime.UtcNow : TimeSpan.Zero);
            }
            catch (ArgumentException)
            {
                // It has ended.
            }
        }

        Directory.Delete(Data, recursive: true);
    }
}
