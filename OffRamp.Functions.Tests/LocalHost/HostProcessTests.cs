using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OffRamp.Functions.Tests.FunctionsHost;
using OffRamp.LocalHost;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>The host as a real process, killed as a laptop kills.</summary>
[TestClass]
public sealed class HostProcessTests
{
    [TestMethod]
    public async Task A_waiting_orchestration_outlives_kill_9_of_the_host_and_no_child_does()
    {
        using var app = new SampleData();
        using var first = await HostProcess.StartAsync(app);
        await first.RunAsync("Wait", "w1");
        var waiting = await first.StatusAsync("w1");
        var worker = await first.WorkerAsync();
        first.Kill();
        await ChildIsGoneAsync(worker);

        using var second = await HostProcess.StartAsync(app);
        await second.PostAsync("instances/w1/raiseEvent/Happened", "\"went\"");
        var ended = await second.StatusAsync("w1");

        Assert.AreEqual("Running", waiting.GetProperty("runtimeStatus").GetString());
        Assert.AreEqual("went", ended.GetProperty("output").GetString());
    }

    [TestMethod]
    public async Task A_second_host_on_the_same_data_says_one_line_and_fails()
    {
        using var app = new SampleData();
        using var first = await HostProcess.StartAsync(app);

        using var second = HostProcess.Launch(app);
        var (said, exitCode) = await second.EndAsync();

        Assert.AreEqual(1, exitCode);
        Assert.HasCount(1, said.Trim().Split('\n'));
        Assert.Contains("Another host", said);
    }

    [TestMethod]
    public async Task A_damaged_store_stops_the_start_with_one_line_and_is_left_as_it_is()
    {
        using var app = new SampleData();
        using var first = await HostProcess.StartAsync(app);
        await first.RunAsync("Wait", "w1");
        first.Terminate();
        await first.EndAsync();
        var store = Path.Combine(app.Data, "durable.db");
        var bytes = await File.ReadAllBytesAsync(store);
        Array.Fill<byte>(bytes, 0x5A, 0, 64);
        await File.WriteAllBytesAsync(store, bytes);

        using var second = HostProcess.Launch(app);
        var (said, exitCode) = await second.EndAsync();

        Assert.AreEqual(1, exitCode);
        Assert.HasCount(1, said.Trim().Split('\n'), said);
        Assert.Contains(store, said);
        CollectionAssert.AreEqual(bytes, await File.ReadAllBytesAsync(store));
    }

    /// <summary>The system's own limit to a file's size stands for the full disk: the kernel refuses the write.</summary>
    [TestMethod]
    public async Task On_a_full_disk_the_host_acknowledges_nothing_says_why_and_goes_on_when_there_is_room()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var app = new SampleData();
        using var first = await HostProcess.StartAsync(app);
        await first.RunAsync("Wait", "w1");
        await first.StatusAsync("w1");
        await first.LimitFilesAsync("100");

        var (status, why) = await first.TryAsync("instances/w1/raiseEvent/Happened");
        var during = await first.StatusAsync("w1");
        await first.LimitFilesAsync("unlimited");
        await first.RunAsync("Wait", "w2");
        first.Kill();
        using var second = await HostProcess.StartAsync(app);

        Assert.IsGreaterThanOrEqualTo(500, status, why);
        Assert.Contains("disk", first.Said);
        Assert.AreEqual("Running", during.GetProperty("runtimeStatus").GetString());
        Assert.AreEqual("Running", (await second.StatusAsync("w1")).GetProperty("runtimeStatus").GetString(), "what was refused has not happened");
        Assert.AreEqual("Running", (await second.StatusAsync("w2")).GetProperty("runtimeStatus").GetString(), "what was taken in with room again is kept");
    }

    [TestMethod]
    [DataRow("TERM")]
    [DataRow("INT")]
    public async Task A_signal_ends_the_host_with_its_worker_and_code_0_within_10_seconds(string signal)
    {
        using var app = new SampleData();
        using var host = await HostProcess.StartAsync(app);

        var worker = await host.WorkerAsync();
        var began = TimeProvider.System.GetTimestamp();
        host.Signal(signal);
        var (_, exitCode) = await host.EndAsync();

        Assert.AreEqual(0, exitCode);
        Assert.IsLessThan(TimeSpan.FromSeconds(10), TimeProvider.System.GetElapsedTime(began));
        await ChildIsGoneAsync(worker);
    }

    private static async Task ChildIsGoneAsync(int processId)
    {
        try
        {
            using var child = Process.GetProcessById(processId);
            await child.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (ArgumentException)
        {
            // Gone already.
        }
    }

    private sealed class HostProcess : IDisposable
    {
        private readonly Process _process;
        private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly HttpClient _http = new();
        private readonly StringBuilder _said = new();

        private HostProcess(Process process) => _process = process;

        public static HostProcess Launch(SampleData app)
        {
            // The test's own copy of the program; the sample app needs neither Azurite nor the sandbox.
            var info = new ProcessStartInfo("dotnet", ["exec", typeof(LocalHostApp).Assembly.Location])
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
            var host = new HostProcess(new Process { StartInfo = info });
            host._process.OutputDataReceived += (_, line) =>
            {
                if (line.Data?.StartsWith("ready ", StringComparison.Ordinal) == true) host._ready.TrySetResult(new Uri(line.Data[6..]));
            };
            host._process.ErrorDataReceived += (_, line) =>
            {
                lock (host._said) host._said.AppendLine(line.Data);
            };
            host._process.Start();
            host._process.BeginOutputReadLine();
            host._process.BeginErrorReadLine();
            return host;
        }

        public static async Task<HostProcess> StartAsync(SampleData app)
        {
            var host = Launch(app);
            var address = await host._ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
            host._http.BaseAddress = new Uri(address, "runtime/webhooks/durabletask/");
            host._http.DefaultRequestHeaders.Add("x-functions-key", LocalSettings.DurableKey);
            return host;
        }

        /// <summary>What it wrote to standard error so far.</summary>
        public string Said
        {
            get
            {
                lock (_said) return _said.ToString();
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

        public void Signal(string name)
        {
            using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
            kill.WaitForExit();
        }

        public void Terminate() => OffRamp.LocalHost.Processes.Signals.TryTerminate(_process.Id);

        public async Task<(string Said, int ExitCode)> EndAsync()
        {
            await _process.WaitForExitAsync();
            return (Said, _process.ExitCode);
        }

        public void Dispose()
        {
            if (!_process.HasExited) _process.Kill();
            _process.Dispose();
            _http.Dispose();
        }
    }

    /// <summary>A data folder of a test's own.</summary>
    private sealed class SampleData : IDisposable
    {
        public string Data { get; } = Directory.CreateTempSubdirectory("offramp-process-").FullName;

        public void Dispose() => Directory.Delete(Data, recursive: true);
    }
}
