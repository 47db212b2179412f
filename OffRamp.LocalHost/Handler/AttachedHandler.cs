namespace OffRamp.LocalHost.Handler;

/// <summary>A handler that somebody else runs (a test, a debugger); it cannot be restarted, only told.</summary>
internal sealed class AttachedHandler(Uri address) : HandlerEndpoint
{
    private readonly HttpClient _client = ClientFor(address);
    private int _restarts;

    public int Restarts => Volatile.Read(ref _restarts);

    public override Task<HttpClient> WhenReadyAsync(CancellationToken cancellation) => Task.FromResult(_client);

    public override void Restart(string reason) => Interlocked.Increment(ref _restarts);

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
