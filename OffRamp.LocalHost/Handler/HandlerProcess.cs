using System.Collections.Concurrent;
using System.ComponentModel;
using OffRamp.LocalHost.Processes;

namespace OffRamp.LocalHost.Handler;

/// <summary>
/// Exactly one handler process: started, pinged with GET / until it answers, and started again when it ends as
/// Azure's host would. Calls wait while none is ready.
/// </summary>
internal sealed partial class HandlerProcess : HandlerEndpoint
{
    private const int ExitNeverRestarted = 0;
    private const int ExitRestartWanted = 200;

    private static readonly TimeSpan PingInterval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);

    private readonly HandlerOptions _options;
    private readonly ILogger _log;
    private readonly int _port = FreePort.Next();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _lastErrors = new();
    private readonly Lock _gate = new();
    private readonly Task _supervision;
    private TaskCompletionSource<HttpClient> _ready = NewReady();
    private ChildProcess? _child;
    private HttpClient? _client;
    private bool _wasReady;
    private bool _staysAway;

    public HandlerProcess(HandlerOptions options, ILogger log)
    {
        (_options, _log) = (options, log);
        _supervision = SuperviseAsync();
    }

    /// <summary>The present process; 0 when there is none.</summary>
    public int ProcessId => _child is { Exited.IsCompleted: false } child ? child.Id : 0;

    public override Task<HttpClient> WhenReadyAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            // Its end may be known before the supervision had its turn.
            if (_child is { Exited.IsCompleted: true } && _ready.Task.IsCompletedSuccessfully && !_staysAway) _ready = NewReady();
            return _ready.Task.WaitAsync(cancellation);
        }
    }

    public override void Restart(string reason)
    {
        LogRestart(reason);
        lock (_gate)
            if (_ready.Task.IsCompletedSuccessfully && !_staysAway) _ready = NewReady();
        _child?.Kill();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        _child?.Kill();
        await _supervision;
        _client?.Dispose();
        _stopping.Dispose();
    }

    private async Task SuperviseAsync()
    {
        for (var errors = 0; !_stopping.IsCancellationRequested;)
        {
            try
            {
                var exitCode = await RunOnceAsync();
                if (_stopping.IsCancellationRequested) return;
                if (exitCode == ExitNeverRestarted && _wasReady)
                {
                    // As in Azure: no restart; every later call finds the connection refused.
                    LogExitedWithZero();
                    lock (_gate)
                    {
                        _staysAway = true;
                        _ready.TrySetResult(_client!);
                    }
                    return;
                }
                if (exitCode != ExitRestartWanted) errors++;
                LogExited(exitCode, errors);
                if (errors >= 3 && !_wasReady) throw new HostFailure($"The app exits with code {exitCode} before it is ready: {string.Join(' ', _lastErrors)}");
                await BackOffAsync(errors);
            }
            catch (Exception problem) when (problem is HostFailure or Win32Exception)
            {
                var failure = problem as HostFailure ?? new HostFailure($"The app cannot be started: {problem.Message}", problem);
                lock (_gate) _ready.TrySetException(failure);
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>
    /// Azure's host shuts down at the third error. A developer's host had better stay: it tries on, more slowly.
    /// </summary>
    private Task BackOffAsync(int errors) => errors < 3
        ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromSeconds(Math.Min(LongestBackoff.TotalSeconds, Math.Pow(2, errors - 3))), _stopping.Token);

    private async Task<int> RunOnceAsync()
    {
        lock (_gate)
            if (_ready.Task.IsCompleted) _ready = NewReady();
        _lastErrors.Clear();
        _child = await ChildProcess.StartAsync((_options with { OnError = Heard }).CommandFor(_port));
        await using var child = _child;
        var client = ClientFor(new Uri($"http://127.0.0.1:{_port}"));
        if (await AnswersAsync(child, client))
        {
            _wasReady = true;
            // The client before is not disposed: that would look like a cancellation to calls which are just failing.
            _client = client;
            lock (_gate) _ready.TrySetResult(client);
        }
        return await child.Exited;
    }

    private async Task<bool> AnswersAsync(ChildProcess child, HttpClient client)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!child.Exited.IsCompleted && !_stopping.IsCancellationRequested)
        {
            if (await PingAsync(client)) return true;
            if (TimeProvider.System.GetElapsedTime(began) > _options.HostJson.InitializationTimeout)
            {
                LogSilent(_options.HostJson.InitializationTimeout);
                child.Kill();
                return false;
            }
            await Task.WhenAny(child.Exited, Task.Delay(PingInterval));
        }
        return false;
    }

    private async Task<bool> PingAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync((Uri?)null, _stopping.Token);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Heard(string line)
    {
        _lastErrors.Enqueue(line);
        while (_lastErrors.Count > 5) _lastErrors.TryDequeue(out _);
        _options.OnError?.Invoke(line);
    }

    private static TaskCompletionSource<HttpClient> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Warning, "The app is restarted: {Reason}")]
    private partial void LogRestart(string reason);

    [LoggerMessage(LogLevel.Warning, "The app exited with code {ExitCode} (error {Errors}); it is started again")]
    private partial void LogExited(int exitCode, int errors);

    [LoggerMessage(LogLevel.Error, "The app exited with code 0: the Functions host does not start it again, and every call fails from now on")]
    private partial void LogExitedWithZero();

    [LoggerMessage(LogLevel.Error, "The app did not answer within {Timeout}")]
    private partial void LogSilent(TimeSpan timeout);
}
