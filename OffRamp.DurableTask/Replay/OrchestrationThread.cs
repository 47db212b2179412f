namespace OffRamp.DurableTask.Replay;

/// <summary>
/// Keeps an orchestrator on the thread that replays it: an await on a durable task goes on inside the processing of the
/// event that answers it. A continuation from any other thread means that the code awaited something that is not durable;
/// it is never run, and the turn is told.
/// </summary>
internal sealed class OrchestrationThread(Action? onLateReturn) : SynchronizationContext
{
    private readonly int owner = Environment.CurrentManagedThreadId;
    private Queue<(SendOrPostCallback Callback, object? State)>? posted;
    private volatile bool isClosed;
    private volatile bool wasLeft;

    /// <summary>True once code of the orchestrator was seen on another thread.</summary>
    public bool WasLeft => wasLeft;

    /// <summary>What an <c>async void</c> method threw; no task carries it.</summary>
    public Exception? Escaped { get; private set; }

    private bool IsHere => !isClosed && Environment.CurrentManagedThreadId == owner;

    /// <exception cref="InvalidOperationException">The caller is not on this thread, or the turn is over.</exception>
    public void DemandHere()
    {
        if (!IsHereOrLeft())
            throw new InvalidOperationException(NotDurableText.LeftTheThread);
    }

    /// <summary>For callbacks that must not throw, as an exception on a timer's thread ends the process: false and noted.</summary>
    public bool IsHereOrLeft()
    {
        if (IsHere)
            return true;
        wasLeft = true;
        return false;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsHere)
        {
            (posted ??= new()).Enqueue((d, state));
            return;
        }

        wasLeft = true;
        if (isClosed)
            onLateReturn?.Invoke();
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        DemandHere();
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs what was put off (<c>Task.Yield</c>, a chain of awaits too deep for the stack).</summary>
    public void Drain()
    {
        while (posted is not null && posted.TryDequeue(out var next))
        {
            try
            {
                next.Callback(next.State);
            }
            catch (Exception e)
            {
                Escaped ??= e;
            }
        }
    }

    /// <summary>The turn is over: the thread goes back to its pool.</summary>
    public void Close() => isClosed = true;
}
