using System.Diagnostics;

namespace OffRamp.LocalHost.Processes;

/// <summary>A running child: its lines go to the command's sinks, its end is a task, and stopping it is polite first.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ChildCommand _command;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process, ChildCommand command)
    {
        _process = process;
        _command = command;
    }

    public int Id { get; private set; }

    /// <summary>Ends with the exit code when the process ends.</summary>
    public Task<int> Exited => _exited.Task;

    public static async Task<ChildProcess> StartAsync(ChildCommand command)
    {
        var process = new Process { StartInfo = command.ToStartInfo() };
        var child = new ChildProcess(process, command);
        process.OutputDataReceived += (_, line) => Forward(line.Data, command.OnOutput);
        process.ErrorDataReceived += (_, line) => Forward(line.Data, command.OnError);
        await Spawner.StartAsync(process);
        child.Id = process.Id;
        command.NotedIn?.Add(child.Id);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = child.WatchAsync();
        return child;
    }

    /// <summary>Asks the child to end, waits up to <paramref name="patience"/>, then kills it with its own children.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (!Exited.IsCompleted && Signals.TryTerminate(Id))
        {
            await Task.WhenAny(Exited, Task.Delay(patience));
        }

        Kill();
        await Exited;
    }

    public void Kill()
    {
        if (Exited.IsCompleted)
        {
            return;
        }

        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _process.Dispose();
    }

    private async Task WatchAsync()
    {
        await _process.WaitForExitAsync();
        _command.NotedIn?.Remove(Id);
        _exited.TrySetResult(_process.ExitCode);
    }

    private static void Forward(string? line, Action<string>? sink)
    {
        if (line is not null)
        {
            sink?.Invoke(line);
        }
    }
}
