using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.FunctionsHost;

/// <summary>Lines as they come; whoever waits for one is told at once.</summary>
internal sealed class HostLines
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly List<(Predicate<string> IsIt, TaskCompletionSource Heard)> waiting = [];

    public void Add(string line)
    {
        lock (gate)
        {
            lines.Add(line);
            foreach (var (isIt, heard) in waiting)
            {
                if (isIt(line))
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

    /// <summary>Ends when so many more lines have come.</summary>
    public Task MoreAsync(int count)
    {
        lock (gate)
        {
            return count == 0 ? Task.CompletedTask : WaitFor(_ => --count == 0);
        }
    }

    public override string ToString() => string.Join('\n', All);

    private Task FirstAsync(string words)
    {
        lock (gate)
        {
            return lines.Exists(IsIt) ? Task.CompletedTask : WaitFor(IsIt);
        }

        bool IsIt(string line) => line.Contains(words, StringComparison.Ordinal);
    }

    private Task WaitFor(Predicate<string> isIt)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Add((isIt, heard));
        return heard.Task;
    }
}
