using System.Diagnostics;

namespace OffRamp.Benchmarks.Host;

/// <summary>
/// Something that runs sells: a program that says <c>ready</c> on standard output, and ends when its standard input does.
/// Started on fresh data, it can be killed with all that belongs to it and started again on what it left.
/// </summary>
internal abstract class SellEngine(string name) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<string> trouble = [];

    public string Name => name;

    /// <summary>What its program said that nobody had asked for.</summary>
    public string Trouble
    {
        get
        {
            lock (trouble)
            {
                return string.Join('\n', trouble);
            }
        }
    }

    protected Process Process { get; private set; } = null!;

    /// <summary>Where a sell is started.</summary>
    public abstract Uri StartOf(string id);

    /// <summary>Where a sell is told of an event.</summary>
    public abstract Uri EventOf(string id, string happened);

    /// <summary>The processes that do the work, without what only launches them; their children count too.</summary>
    public abstract IReadOnlyCollection<int> Roots { get; }

    /// <summary>Starts it on fresh data, and waits until it is ready.</summary>
    public abstract Task StartAsync(Uri provider);

    /// <summary><c>kill -9</c> of every process.</summary>
    public abstract Task KillAsync();

    /// <summary><c>kill -9</c> of the process that runs the sells' code alone, which the engine replaces; false where there is none such.</summary>
    public virtual bool TryKillWorker() => false;

    /// <summary>Starts it on what it left behind, and waits until it is ready.</summary>
    public abstract Task StartAgainAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (Process is null)
        {
            return;
        }
        if (!Process.HasExited)
        {
            Process.StandardInput.Close();
            await Process.WaitForExitAsync().WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Process.Kill(entireProcessTree: true);
        }
        Process.Dispose();
    }

    /// <summary>Starts the program, and gives what it says behind <c>ready</c>.</summary>
    protected async Task<string> LaunchAsync(ProcessStartInfo program)
    {
        (program.RedirectStandardInput, program.RedirectStandardOutput, program.RedirectStandardError) = (true, true, true);
        Process = Process.Start(program)!;
        Process.ErrorDataReceived += (_, line) => Note(line.Data);
        Process.BeginErrorReadLine();
        return await SaidAsync("ready");
    }

    protected Task TellAsync(string line) => Process.StandardInput.WriteLineAsync(line);

    /// <summary>What the program says behind a word, as soon as it says it.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not say it in time.</exception>
    protected async Task<string> SaidAsync(string word)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await Process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(word, StringComparison.Ordinal))
            {
                return line[word.Length..].Trim();
            }
            Note(line);
        }
        throw new InvalidOperationException($"{Name} ended before it was {word}: {Trouble}");
    }

    private void Note(string? line)
    {
        if (line is { Length: > 0 })
        {
            lock (trouble)
            {
                trouble.Add(line);
            }
        }
    }
}
