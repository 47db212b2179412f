namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>Where calls find a worker.</summary>
internal interface IWorkers : IAsyncDisposable
{
    /// <summary>Begins, and waits for the first worker.</summary>
    /// <exception cref="HostFailure">It ends before it is ready, or cannot be started.</exception>
    Task<WorkerChannel> StartAsync();

    /// <summary>The worker to call, once there is one.</summary>
    /// <exception cref="WorkerProcessExitException">None came in time.</exception>
    Task<WorkerChannel> WhenReadyAsync(CancellationToken cancellation);

    /// <summary>Ends a worker that cannot be trusted any more; another one follows.</summary>
    void Restart(WorkerChannel channel, string reason);
}

/// <summary>A worker that somebody else runs, in the test process say; several hosts may share it.</summary>
internal sealed class AttachedWorker(WorkerChannel channel) : IWorkers
{
    private int restarts;

    /// <summary>How often a host would have ended it and started another.</summary>
    public int Restarts => restarts;

    public Task<WorkerChannel> StartAsync() => Task.FromResult(channel);

    public Task<WorkerChannel> WhenReadyAsync(CancellationToken cancellation) => Task.FromResult(channel);

    public void Restart(WorkerChannel channel, string reason) => Interlocked.Increment(ref restarts);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
