namespace OffRamp.LocalHost.EmbeddedStore.Work;

/// <summary>Those who wait for an instance to end, woken without polling.</summary>
internal sealed class CompletionWaiters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Waiting> _waiting = [];

    /// <summary>Begin before looking whether it has ended already, and dispose in the end.</summary>
    public Waiting Begin(string instanceId)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(instanceId, out var waiting))
            {
                _waiting[instanceId] = waiting = new Waiting(this, instanceId);
            }
            waiting.Count++;
            return waiting;
        }
    }

    public void Ended(string instanceId)
    {
        lock (_gate)
        {
            if (_waiting.Remove(instanceId, out var waiting))
            {
                waiting.Source.SetResult();
            }
        }
    }

    private void End(Waiting waiting)
    {
        lock (_gate)
        {
            if (--waiting.Count == 0 && _waiting.GetValueOrDefault(waiting.InstanceId) == waiting)
            {
                _waiting.Remove(waiting.InstanceId);
            }
        }
    }

    internal sealed class Waiting(CompletionWaiters waiters, string instanceId) : IDisposable
    {
        public string InstanceId => instanceId;

        /// <summary>Ends when the instance ends next.</summary>
        public Task Ended => Source.Task;

        public TaskCompletionSource Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }

        public void Dispose() => waiters.End(this);
    }
}
