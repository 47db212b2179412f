using System.Text.Json;

namespace OffRamp.DurableTask.Replay;

/// <summary>A task of the orchestrator that the history will answer.</summary>
internal interface IOpenTask
{
    /// <summary>It succeeded, with this result text.</summary>
    void Complete(string? result);

    /// <summary>It failed.</summary>
    void Fail(TaskFailureDetails failure);
}

/// <summary>Tasks that were asked for and have not ended, by sequence id.</summary>
internal sealed class OpenTasks
{
    private readonly Dictionary<int, IOpenTask> byId = [];

    public int Count => byId.Count;

    public void Add(int id, IOpenTask task) => byId.Add(id, task);

    /// <summary>Null for an id that is unknown, ended or cancelled: a late or repeated completion means nothing.</summary>
    public IOpenTask? Take(int id) => byId.Remove(id, out var task) ? task : null;
}

internal sealed class OpenCall<T>(string name, int id, Func<string?, T?> read) : TaskCompletionSource<T>, IOpenTask
{
    public void Complete(string? result)
    {
        T? value;
        try
        {
            value = read(result);
        }
        catch (JsonException e)
        {
            SetException(new InvalidOperationException($"The result of '{name}' (#{id}) cannot be read as {typeof(T).Name}.", e));
            return;
        }

        SetResult(value!);
    }

    public void Fail(TaskFailureDetails failure) => SetException(new TaskFailedException(name, id, failure));
}

internal sealed class OpenTimer(int id, OpenTasks open, OrchestrationThread thread) : TaskCompletionSource, IOpenTask
{
    private CancellationTokenRegistration registration;

    public void CancelWith(CancellationToken cancellation) =>
        registration = cancellation.UnsafeRegister(static (timer, token) => ((OpenTimer)timer!).Cancel(token), this);

    public void Complete(string? result)
    {
        registration.Dispose();
        TrySetResult();
    }

    public void Fail(TaskFailureDetails failure) => TrySetException(new TaskFailedException("timer", id, failure));

    private void Cancel(CancellationToken cancellation)
    {
        if (thread.IsHereOrLeft() && open.Take(id) is not null)
            TrySetCanceled(cancellation);
    }
}
