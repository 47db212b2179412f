using OffRamp.LocalHost.FunctionsHost.Rpc;
using OffRamp.LocalHost.Processes;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>
/// Keeps one worker alive: starts it, and starts another when it ends, at once at first and then more slowly. Calls wait
/// while there is none.
/// </summary>
internal sealed partial class Workers : IAsyncDisposable
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FunctionsHostOptions options;
    private readonly HostSettings settings;
    private readonly FunctionRpcServer server;
    private readonly ILogger log;
    private readonly Action<RpcLog> onLog;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private TaskCompletionSource<WorkerChannel> ready = NewReady();
    private Running? running;
    private Task supervision = Task.CompletedTask;

    public Workers(FunctionsHostOptions options, HostSettings settings, FunctionRpcServer server, ILogger log, Action<RpcLog> onLog) =>
        (this.options, this.settings, this.server, this.log, this.onLog) = (options, settings, server, log, onLog);

    /// <summary>The present process; 0 where there is none, or where it is this one.</summary>
    public int ProcessId => running?.Process is { Exited.IsCompleted: false } child ? child.Id : 0;

    /// <summary>Begins, and waits for the first worker.</summary>
    /// <exception cref="HostFailure">It ends before it is ready, or cannot be started.</exception>
    public Task<WorkerChannel> StartAsync()
    {
        supervision = SuperviseAsync();
        return ready.Task;
    }

    /// <summary>The worker to call, once there is one.</summary>
    /// <exception cref="WorkerProcessExitException">None came in time.</exception>
    public async Task<WorkerChannel> WhenReadyAsync(CancellationToken cancellation)
    {
        Task<WorkerChannel> next;
        lock (gate)
        {
            next = ready.Task;
        }
        try
        {
            return await next.WaitAsync(Patience, cancellation);
        }
        catch (TimeoutException)
        {
            throw new WorkerProcessExitException("There is no worker.");
        }
    }

    /// <summary>Ends a worker that cannot be trusted any more; another one follows.</summary>
    public void Restart(WorkerChannel channel, string reason)
    {
        if (running is { } present && present.Channel == channel)
        {
            LogRestart(reason);
            present.Process?.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }
        await stopping.CancelAsync();
        if (running is { } present)
        {
            present.Channel.Terminate(Goodbye);
            if (present.Process is { } process)
            {
                await process.StopAsync(Goodbye);
            }
            present.Channel.Fail(new WorkerProcessExitException("The host is stopping."));
        }
        await supervision;
        stopping.Dispose();
    }

    private async Task SuperviseAsync()
    {
        for (var failures = 0; !stopping.IsCancellationRequested;)
        {
            var wasReady = await RunOnceAsync();
            if (stopping.IsCancellationRequested)
            {
                return;
            }
            failures = wasReady ? 0 : failures + 1;
            await Task.Delay(Pause(failures), stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TimeSpan Pause(int failures) =>
        failures == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 0.25 * Math.Pow(2, failures)));

    /// <returns>Whether it got as far as being called.</returns>
    private async Task<bool> RunOnceAsync()
    {
        var channel = new WorkerChannel(Guid.NewGuid().ToString(), onLog);
        server.Expect(channel);
        var wasReady = false;
        try
        {
            var present = running = await LaunchAsync(channel);
            var preparing = channel.PrepareAsync(settings.AppFolder);
            await Task.WhenAny(preparing, present.Ended);
            if (!present.Ended.IsCompleted)
            {
                await preparing;
                wasReady = true;
                lock (gate)
                {
                    ready.TrySetResult(channel);
                }
            }
            var said = await present.Ended;
            Ended(channel, wasReady, $"The worker exited: {said}");
            _ = preparing.Exception;
        }
        catch (Exception e) when (e is HostFailure or TimeoutException or System.ComponentModel.Win32Exception or WorkerProcessExitException)
        {
            Ended(channel, wasReady, e.Message);
            running?.Process?.Kill();
        }
        finally
        {
            server.Forget(channel);
        }
        return wasReady;
    }

    private void Ended(WorkerChannel channel, bool wasReady, string why)
    {
        channel.Fail(new WorkerProcessExitException(why));
        lock (gate)
        {
            if (wasReady)
            {
                ready = NewReady();
            }
            else if (!everReady)
            {
                ready.TrySetException(new HostFailure($"The app does not start. {why}"));
            }
            everReady |= wasReady;
        }
        if (!stopping.IsCancellationRequested)
        {
            LogEnded(why);
        }
    }

    private bool everReady;

    private async Task<Running> LaunchAsync(WorkerChannel channel)
    {
        var address = new WorkerAddress(server.Address, channel.Id);
        if (options.InProcessWorker is { } inProcess)
        {
            return new(channel, null, RunInProcessAsync(inProcess(address, stopping.Token)));
        }
        var child = await ChildProcess.StartAsync(new ChildCommand("worker", "dotnet", [Path.Combine(settings.AppFolder, settings.WorkerPath), .. address.ToArguments()])
        {
            WorkingDirectory = settings.AppFolder,
            Environment = EnvironmentOf(),
            NotedIn = options.NotedIn,
            OnOutput = options.OnOutput,
            OnError = options.OnError,
        });
        return new(channel, child, ExitOf(child));
    }

    private Dictionary<string, string> EnvironmentOf() => new(options.Settings)
    {
        ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
        ["FUNCTIONS_WORKER_DIRECTORY"] = settings.AppFolder,
        ["FUNCTIONS_APPLICATION_DIRECTORY"] = settings.AppFolder,
        ["AzureWebJobsScriptRoot"] = settings.AppFolder,
        ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
    };

    private static async Task<string> ExitOf(ChildProcess child) => $"code {await child.Exited}";

    private static async Task<string> RunInProcessAsync(Task worker)
    {
        await worker.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return worker.Exception?.InnerException?.Message ?? "it ended";
    }

    private static TaskCompletionSource<WorkerChannel> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Running(WorkerChannel Channel, ChildProcess? Process, Task<string> Ended);

    [LoggerMessage(LogLevel.Warning, "{Why}. Another one is started")]
    private partial void LogEnded(string why);

    [LoggerMessage(LogLevel.Warning, "The worker is ended: {Reason}")]
    private partial void LogRestart(string reason);
}
