namespace OffRamp.LocalHost.Azurite;

/// <summary>Keeps an Azurite running: one that dies is started again, on the same ports and the same data.</summary>
internal sealed partial class AzuriteKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly AzuriteOptions _options;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watch;

    private AzuriteKeeper(AzuriteProcess first, AzuriteOptions options, ILogger log)
    {
        Process = first;
        _options = options with { Ports = [first.BlobEndpoint.Port, first.QueueEndpoint.Port, first.TableEndpoint.Port] };
        _log = log;
        ConnectionString = first.ConnectionString;
        _watch = WatchAsync();
    }

    public AzuriteProcess Process { get; private set; }

    public string ConnectionString { get; }

    public static async Task<AzuriteKeeper> StartAsync(AzuriteOptions options, ILogger log) =>
        new(await AzuriteProcess.StartAsync(options), options, log);

    /// <summary>Ends it within that time, if it must be without what it has not written yet.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stopping.CancelAsync();
        await Process.StopAsync(patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        await Process.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                var code = await Process.Exited.WaitAsync(_stopping.Token);
                LogExited(code);
                await RestartAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task RestartAsync()
    {
        while (true)
        {
            try
            {
                var next = await AzuriteProcess.StartAsync(_options);
                await Process.DisposeAsync();
                Process = next;
                return;
            }
            catch (HostFailure problem)
            {
                LogNotStarted(problem.Message);
                await Task.Delay(Pause, _stopping.Token);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Azurite exited with code {ExitCode}; it is started again")]
    private partial void LogExited(int exitCode);

    [LoggerMessage(LogLevel.Error, "{Problem}")]
    private partial void LogNotStarted(string problem);
}
