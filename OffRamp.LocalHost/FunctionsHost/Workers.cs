using OffRamp.LocalHost.FunctionsHost.Rpc;
using OffRamp.LocalHost.Processes;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>
/// Keeps one worker alive: starts it, and starts another when it ends, at once at first and then more slowly. Calls wait
/// while there is none.
/// </summary>
internal sealed partial class Workers : IWorkers
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);
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
    private bool wasEverReady;
    private Task supervision = Task.CompletedTask;

    public Workers(FunctionsHostOptions options, HostSettings settings, FunctionRpcServer server, ILogger log, Action<RpcLog> onLog) =>
        (this.options, this.settings, this.server, this.log, this.onLog) = (options, settings, server, log, onLog);

    public Task<WorkerChannel> StartAsync()
    {
        supervision = SuperviseAsync();
        return ready.Task;
    }

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

    public void Restart(WorkerChannel channel, string reason)
    {
        if (running is { } present && present.Channel == channel)
        {
            LogRestart(reason);
            Retire(channel); // before it is dead: whoever calls from now on waits for the next one
            present.Process.Kill();
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
            await present.Process.StopAsync(Goodbye);
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
            if (!wasEverReady)
            {
                // An app that does not start at all would not the next time either, and whoever waits has been told.
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
        var (wasReady, why) = (false, "");
        try
        {
            await using var process = await LaunchAsync(channel.Id);
            running = new(channel, process);
            if (stopping.IsCancellationRequested)
            {
                process.Kill(); // the stop came while it was being started, and saw the one before
            }
            var preparing = channel.PrepareAsync(settings.AppFolder);
            if (await Task.WhenAny(preparing, process.Exited) == preparing)
            {
                await preparing;
                wasReady = true;
                lock (gate)
                {
                    ready.TrySetResult(channel);
                }
            }
            why = $"The worker exited with code {await process.Exited}";
        }
        catch (Exception e)
        {
            // Whatever it was: there has to be another worker.
            why = e.Message;
        }
        server.Forget(channel);
        Ended(channel, wasReady, why);
        return wasReady;
    }

    private void Retire(WorkerChannel channel)
    {
        lock (gate)
        {
            if (ready.Task.IsCompletedSuccessfully && ready.Task.Result == channel)
            {
                ready = NewReady();
            }
        }
    }

    private void Ended(WorkerChannel channel, bool wasReady, string why)
    {
        Retire(channel);
        channel.Fail(new WorkerProcessExitException(why));
        lock (gate)
        {
            if (!wasReady && !wasEverReady)
            {
                ready.TrySetException(new HostFailure($"The app does not start. {why}"));
            }
            wasEverReady |= wasReady;
        }
        if (!stopping.IsCancellationRequested)
        {
            LogEnded(why);
        }
    }

    private Task<ChildProcess> LaunchAsync(string workerId)
    {
        var address = new WorkerAddress(server.Address, workerId);
        return ChildProcess.StartAsync(new ChildCommand("worker", "dotnet", [Path.Combine(settings.AppFolder, settings.WorkerPath), .. address.ToArguments()])
        {
            WorkingDirectory = settings.AppFolder,
            Environment = EnvironmentOf(),
            NotedIn = options.NotedIn,
            OnOutput = options.OnOutput,
            OnError = options.OnError,
        });
    }

    private Dictionary<string, string> EnvironmentOf() => new(options.Settings)
    {
        // As the host itself: see SmallMachine.props.
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
        ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
        ["FUNCTIONS_WORKER_DIRECTORY"] = settings.AppFolder,
        ["FUNCTIONS_APPLICATION_DIRECTORY"] = settings.AppFolder,
        ["AzureWebJobsScriptRoot"] = settings.AppFolder,
        ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
    };

    private static TaskCompletionSource<WorkerChannel> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Running(WorkerChannel Channel, ChildProcess Process);

    [LoggerMessage(LogLevel.Warning, "{Why}. Another one is started")]
    private partial void LogEnded(string why);

    [LoggerMessage(LogLevel.Warning, "The worker is ended: {Reason}")]
    private partial void LogRestart(string reason);
}
