using System.Diagnostics;
using System.Text;
using System.Text.Json;
using OffRamp.LocalHost;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>The host as a real process, killed as a laptop kills.</summary>
[TestClass]
public sealed class HostProcessTests
{
    // Waits for an event: answers every turn with no action, and completes when "Go" is among the new events.
    private const string WaitsForGo = """
        listen((request, response, body) => {
          if (request.url !== '/Wait') { response.end(); return; }
          const text = Buffer.from(JSON.parse(JSON.parse(body).Data.context), 'base64').toString('latin1');
          // action 1 { completeOrchestration { status COMPLETED, result "\"went\"" } }
          const done = Buffer.from([0x12, 0x10, 0x08, 0x01, 0x32, 0x0c, 0x08, 0x01, 0x12, 0x08, 0x0a, 0x06, ...Buffer.from('"went"')]);
          say(response, JSON.stringify({ ReturnValue: (text.includes('Go') ? done : Buffer.from([0x0a, 0x00, 0x2a, 0x00])).toString('base64') }));
        });
        """;

    [TestMethod]
    public async Task A_waiting_orchestration_outlives_kill_9_of_the_host_and_no_child_does()
    {
        using var app = new NodeApp(WaitsForGo);
        using var first = await HostProcess.StartAsync(app);
        await first.PostAsync("orchestrators/Wait/w1", "");
        var waiting = await first.StatusAsync("w1");
        first.Kill();
        await ChildIsGoneAsync(app.Starts[^1]);

        using var second = await HostProcess.StartAsync(app);
        await second.PostAsync("instances/w1/raiseEvent/Go", "null");
        var ended = await second.EndOfAsync("w1");

        Assert.AreEqual("Running", waiting.GetProperty("runtimeStatus").GetString());
        Assert.AreEqual("went", ended.GetProperty("output").GetString());
    }

    [TestMethod]
    public async Task A_second_host_on_the_same_data_says_one_line_and_fails()
    {
        using var app = new NodeApp(WaitsForGo);
        using var first = await HostProcess.StartAsync(app);

        using var second = HostProcess.Launch(app);
        var (said, exitCode) = await second.EndAsync();

        Assert.AreEqual(1, exitCode);
        Assert.HasCount(1, said.Trim().Split('\n'));
        Assert.Contains("Another host", said);
    }

    [TestMethod]
    public async Task A_journal_damaged_before_its_end_stops_the_start_with_one_line_and_is_left_as_it_is()
    {
        using var app = new NodeApp(WaitsForGo);
        using var first = await HostProcess.StartAsync(app);
        await first.PostAsync("orchestrators/Wait/w1", "");
        await first.PostAsync("orchestrators/Wait/w2", "");
        first.Kill();
        var journal = Path.Combine(app.Data, "hub.journal");
        var bytes = await File.ReadAllBytesAsync(journal);
        bytes[60] ^= 0x5A;
        await File.WriteAllBytesAsync(journal, bytes);

        using var second = HostProcess.Launch(app);
        var (said, exitCode) = await second.EndAsync();

        Assert.AreEqual(1, exitCode);
        Assert.HasCount(1, said.Trim().Split('\n'));
        Assert.Contains("damaged at byte", said);
        CollectionAssert.AreEqual(bytes, await File.ReadAllBytesAsync(journal));
    }

    /// <summary>The system's own limit to a file's size stands for the full disk: the kernel refuses the write.</summary>
    [TestMethod]
    public async Task On_a_full_disk_the_host_acknowledges_nothing_says_why_and_goes_on_when_there_is_room()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var app = new NodeApp(WaitsForGo);
        using var first = await HostProcess.StartAsync(app);
        await first.PostAsync("orchestrators/Wait/w1", "");
        await first.StatusAsync("w1");
        await first.LimitFilesAsync("100");

        var (status, why) = await first.TryAsync("instances/w1/raiseEvent/Go");
        var during = await first.StatusAsync("w1");
        await first.LimitFilesAsync("unlimited");
        await first.PostAsync("orchestrators/Wait/w2", "");
        first.Kill();
        using var second = await HostProcess.StartAsync(app);

        Assert.AreEqual(503, status);
        Assert.Contains("journal cannot be written", why);
        Assert.AreEqual("Running", during.GetProperty("runtimeStatus").GetString());
        Assert.AreEqual("Running", (await second.StatusAsync("w1")).GetProperty("runtimeStatus").GetString(), "what was refused has not happened");
        Assert.AreEqual("Running", (await second.StatusAsync("w2")).GetProperty("runtimeStatus").GetString(), "what was taken in with room again is kept");
    }

    [TestMethod]
    public async Task Sigterm_ends_the_host_with_its_children_and_code_0()
    {
        using var app = new NodeApp(WaitsForGo);
        using var host = await HostProcess.StartAsync(app);

        host.Terminate();
        var (_, exitCode) = await host.EndAsync();

        Assert.AreEqual(0, exitCode);
        await ChildIsGoneAsync(app.Starts[^1]);
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

        private HostProcess(Process process) => _process = process;

        public static HostProcess Launch(NodeApp app)
        {
            // The test's own copy of the program; the app is Node, so neither Azurite nor the sandbox is needed.
            var info = new ProcessStartInfo("dotnet", ["exec", typeof(LocalHostApp).Assembly.Location])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            info.Environment["OFFRAMP_APP"] = app.Folder;
            info.Environment["OFFRAMP_DATA"] = app.Data;
            info.Environment["OFFRAMP_PORT"] = "0";
            info.Environment["OFFRAMP_SANDBOX_PORT"] = "off";
            info.Environment["OFFRAMP_AZURITE_PORT"] = "off";
            var host = new HostProcess(new Process { StartInfo = info });
            host._process.OutputDataReceived += (_, line) =>
            {
                if (line.Data?.StartsWith("ready ", StringComparison.Ordinal) == true) host._ready.TrySetResult(new Uri(line.Data[6..]));
            };
            host._process.Start();
            host._process.BeginOutputReadLine();
            return host;
        }

        public static async Task<HostProcess> StartAsync(NodeApp app)
        {
            var host = Launch(app);
            var address = await host._ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
            host._http.BaseAddress = new Uri(address, "runtime/webhooks/durabletask/");
            host._http.DefaultRequestHeaders.Add("x-functions-key", LocalSettings.DurableKey);
            return host;
        }

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

        public Task<JsonElement> EndOfAsync(string id) => StatusAsync(id);

        public void Kill() => _process.Kill();

        public void Terminate() => OffRamp.LocalHost.Processes.Signals.TryTerminate(_process.Id);

        public async Task<(string Said, int ExitCode)> EndAsync()
        {
            var said = await _process.StandardError.ReadToEndAsync();
            await _process.WaitForExitAsync();
            return (said, _process.ExitCode);
        }

        public void Dispose()
        {
            if (!_process.HasExited) _process.Kill();
            _process.Dispose();
            _http.Dispose();
        }
    }
}
