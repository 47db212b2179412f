using System.Text.Json;
using OffRamp.DurableTask.Wire;

namespace OffRamp.DurableTask.Replay;

/// <summary>Brings events and waits together: both sides queue in order of arrival, names compare without case.</summary>
internal sealed class ExternalEvents(OrchestrationThread thread)
{
    private readonly List<HistoryEvent> unclaimed = [];
    private readonly List<Waiter> waiters = [];

    /// <summary>Set by continue-as-new: what comes now is for the next execution.</summary>
    public bool IsClosed { get; set; }

    public int WaiterCount => waiters.Count;

    /// <summary>Events that nobody has waited for, in order of arrival.</summary>
    public IReadOnlyList<HistoryEvent> Unclaimed => unclaimed;

    public void Forget() => unclaimed.Clear();

    public Task<T> Wait<T>(string name, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);

        var waiter = new Waiter<T>(name);
        var index = unclaimed.FindIndex(past => waiter.IsFor(past.EventRaised.Name));
        if (index >= 0)
        {
            var raised = unclaimed[index].EventRaised;
            unclaimed.RemoveAt(index);
            waiter.Receive(raised.Input);
            return waiter.Task;
        }

        waiters.Add(waiter);
        if (cancellation.CanBeCanceled)
            waiter.Registration = cancellation.UnsafeRegister((_, token) => Cancel(waiter, token), null);
        return waiter.Task;
    }

    public void Raise(HistoryEvent raised)
    {
        var index = IsClosed ? -1 : waiters.FindIndex(waiter => waiter.IsFor(raised.EventRaised.Name));
        if (index < 0)
        {
            unclaimed.Add(raised);
            return;
        }

        var waiter = waiters[index];
        waiters.RemoveAt(index);
        waiter.Registration.Dispose();
        waiter.Receive(raised.EventRaised.Input);
    }

    private void Cancel<T>(Waiter<T> waiter, CancellationToken cancellation)
    {
        if (thread.IsHereOrLeft() && waiters.Remove(waiter))
            waiter.SetCanceled(cancellation);
    }

    private abstract class Waiter(string name)
    {
        public CancellationTokenRegistration Registration { get; set; }

        protected string Name => name;

        public bool IsFor(string eventName) => string.Equals(name, eventName, StringComparison.OrdinalIgnoreCase);

        public abstract void Receive(string? payload);
    }

    private sealed class Waiter<T>(string name) : Waiter(name)
    {
        private readonly TaskCompletionSource<T> source = new();

        public Task<T> Task => source.Task;

        public void SetCanceled(CancellationToken cancellation) => source.SetCanceled(cancellation);

        public override void Receive(string? payload)
        {
            T? value;
            try
            {
                value = DurableJson.Read<T>(payload);
            }
            catch (JsonException e)
            {
                source.SetException(new InvalidOperationException(
                    $"The payload of event '{Name}' cannot be read as {typeof(T).Name}.", e));
                return;
            }

            source.SetResult(value!);
        }
    }
}
