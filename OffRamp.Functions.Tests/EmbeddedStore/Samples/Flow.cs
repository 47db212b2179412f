using DurableTask.Core;

namespace OffRamp.Functions.Tests.EmbeddedStore.Samples;

/// <summary>An orchestration of the tests: strings in and out, events by name, in the order of their coming.</summary>
internal abstract class Flow : TaskOrchestration<string, string>
{
    private readonly Dictionary<string, Queue<string>> _came = [];
    private readonly Dictionary<string, Queue<TaskCompletionSource<string>>> _awaited = [];

    protected OrchestrationContext Context { get; private set; } = null!;

    protected string? Status { get; set; }

    public sealed override Task<string> RunTask(OrchestrationContext context, string input)
    {
        Context = context;
        return RunAsync(input);
    }

    public sealed override string OnGetStatus() => Status!;

    public sealed override void OnEvent(OrchestrationContext context, string name, string input)
    {
        if (Of(_awaited, name).TryDequeue(out var waiter))
        {
            waiter.SetResult(input);
        }
        else
        {
            Of(_came, name).Enqueue(input);
        }
    }

    protected abstract Task<string> RunAsync(string input);

    protected Task<string> Event(string name)
    {
        if (Of(_came, name).TryDequeue(out var data))
        {
            return Task.FromResult(data);
        }
        var waiter = new TaskCompletionSource<string>();
        Of(_awaited, name).Enqueue(waiter);
        return waiter.Task;
    }

    protected Task<string> Activity(string name, string input) => Context.ScheduleTask<string>(name, "", input);

    /// <summary>The engine waits for timers that are not cancelled before it lets an orchestration end.</summary>
    protected Task Timer(TimeSpan wait, CancellationToken cancellation = default) => Context.CreateTimer(Context.CurrentUtcDateTime + wait, "", cancellation);

    private static Queue<T> Of<T>(Dictionary<string, Queue<T>> queues, string name) =>
        queues.TryGetValue(name, out var queue) ? queue : queues[name] = new Queue<T>();
}
