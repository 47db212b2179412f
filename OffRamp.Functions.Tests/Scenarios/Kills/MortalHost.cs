using System.Diagnostics;
using OffRamp.Functions.Tests.FunctionsHost;
using OffRamp.Functions.Tests.LocalHost;
using OffRamp.LocalHost;
using OffRamp.LocalHost.Processes;

namespace OffRamp.Functions.Tests.Scenarios.Kills;

/// <summary>
/// What <c>./run</c> runs, as processes of their own: the local host with the sandbox in it, and its children, Azurite
/// and the app. Each of them can be killed; the host is started again on the same data, and starts its children itself.
/// </summary>
internal sealed class MortalHost : IAsyncDisposable
{
    /// <summary>The longest that a start may take, in real time.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("offramp-kills-");
    private IReadOnlyList<string> earlierChildren = [];
    private Life life;

    private MortalHost() => life = Launch();

    /// <summary>Every line that host and app wrote, of all their lives.</summary>
    public HostLines Lines { get; } = new();

    public static async Task<MortalHost> StartAsync()
    {
        var host = new MortalHost();
        try
        {
            await host.WhenReadyAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where it answers at present; waits while it is down.</summary>
    public async Task<Addresses> WhenReadyAsync()
    {
        var present = life;
        var first = await Task.WhenAny(present.Ready.Task, present.Ended).WaitAsync(StartPatience);
        if (first == present.Ready.Task)
        {
            return await present.Ready.Task;
        }

        // Killed while somebody waited: its successor is the one to wait for.
        if (present == life && !present.IsKilled)
        {
            throw new InvalidOperationException($"The host ended by itself:\n{LastWords()}");
        }

        await Task.Yield();
        return await WhenReadyAsync();
    }

    /// <summary>SIGKILL for the host alone. It is gone when this returns, and nobody has started it again.</summary>
    public async Task KillAsync()
    {
        life.IsKilled = true;
        life.Process.Kill();
        await life.Ended;
    }

    public void StartAgain()
    {
        earlierChildren = NotedChildren();
        life = Launch();
    }

    /// <summary>How many children the present host has started since it was started again.</summary>
    public int NewChildren => NotedChildren().Except(earlierChildren).Count();

    /// <summary>SIGKILL for a child. False when there is none at the moment, because it is just being started.</summary>
    public bool KillChild(string processName) => ChildNamed(processName, process => process.Kill());

    /// <summary>SIGTERM for a child.</summary>
    public bool EndChild(string processName) => ChildNamed(processName, process => Signals.TryTerminate(process.Id));

    /// <summary>From now on no file of the host (its store, the sandbox's facts) grows beyond that many bytes. Linux only.</summary>
    public async Task LimitFilesAsync(string bytes)
    {
        using var limit = Process.Start("prlimit", ["--pid", $"{life.Process.Id}", $"--fsize={bytes}:unlimited"]);
        await limit.WaitForExitAsync();
        Assert.AreEqual(0, limit.ExitCode);
    }

    public string LastWords() => string.Join('\n', Lines.All.TakeLast(40).Select(line => line[..Math.Min(line.Length, 300)]));

    public async ValueTask DisposeAsync()
    {
        life.IsKilled = true;
        Signals.TryTerminate(life.Process.Id);
        await life.Ended;
        data.Delete(recursive: true);
    }

    // The host notes its children in its data, by process id.
    private List<string> NotedChildren()
    {
        var notes = Path.Combine(data.FullName, "children");
        return Directory.Exists(notes) ? [.. Directory.GetFiles(notes).Select(note => Path.GetFileName(note))] : [];
    }

    private bool ChildNamed(string name, Action<Process> end)
    {
        foreach (var child in NotedChildren())
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(child));
                if (process.ProcessName != name)
                {
                    continue;
                }

                end(process);
                return true;
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // Ended between the note and the look.
            }
        }

        return false;
    }

    private Life Launch()
    {
        var info = new ProcessStartInfo("dotnet", ["exec", typeof(LocalHostApp).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["OFFRAMP_APP"] = WholeAppTests.AppFolder;
        info.Environment["OFFRAMP_DATA"] = data.FullName;
        foreach (var port in (string[])["OFFRAMP_PORT", "OFFRAMP_SANDBOX_PORT", "OFFRAMP_AZURITE_PORT"])
        {
            info.Environment[port] = "0";
        }

        return new Life(info, Lines.Add);
    }

    /// <summary>Where the host answers: API and sandbox.</summary>
    internal sealed record Addresses(Uri Api, Uri Sandbox);

    /// <summary>One process of the host.</summary>
    private sealed class Life
    {
        private const string SandboxLine = "sandbox ";
        private const string ReadyLine = "ready ";

        private Uri? sandbox;

        public Life(ProcessStartInfo info, Action<string> hear)
        {
            Process = new Process { StartInfo = info };
            Process.OutputDataReceived += (_, line) => Hear(line.Data, hear);
            Process.ErrorDataReceived += (_, line) => Hear(line.Data, hear);
            Process.Start();
            Process.BeginOutputReadLine();
            Process.BeginErrorReadLine();
            Ended = Process.WaitForExitAsync();
        }

        public Process Process { get; }

        public Task Ended { get; }

        public bool IsKilled { get; set; }

        public TaskCompletionSource<Addresses> Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private void Hear(string? line, Action<string> hear)
        {
            if (line is null)
            {
                return;
            }

            hear(line);
            if (line.StartsWith(SandboxLine, StringComparison.Ordinal))
            {
                sandbox = new Uri(line[SandboxLine.Length..].Trim());
            }
            else if (line.StartsWith(ReadyLine, StringComparison.Ordinal))
            {
                Ready.TrySetResult(new Addresses(new Uri(line[ReadyLine.Length..]), new Uri(sandbox!, "/")));
            }
        }
    }
}
