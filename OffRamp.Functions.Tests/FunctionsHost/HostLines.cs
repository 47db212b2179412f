using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.FunctionsHost;

/// <summary>Lines as they come; whoever waits for one is told at once.</summary>
internal sealed class HostLines
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly List<(string Words, TaskCompletionSource Heard)> waiting = [];

    public void Add(string line)
    {
        lock (gate)
        {
            lines.Add(line);
            foreach (var (words, heard) in waiting)
            {
                if (line.Contains(words, StringComparison.Ordinal))
                {
                    heard.TrySetResult();
                }
            }
        }
    }

    /// <summary>All of them so far.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    /// <summary>Ends when a line with these words has come, also one from before.</summary>
    public async Task HeardAsync(string words)
    {
        try
        {
            await FirstAsync(words).WaitAsync(Eventually.Patience);
        }
        catch (TimeoutException)
        {
            throw new AssertFailedException($"No line with \"{words}\" came. What was heard:\n{this}");
        }
    }

    public override string ToString() => string.Join('\n', All);

    private Task FirstAsync(string words)
    {
        lock (gate)
        {
            if (lines.Exists(line => line.Contains(words, StringComparison.Ordinal)))
            {
                return Task.CompletedTask;
            }
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((words, heard));
            return heard.Task;
        }
    }
}
