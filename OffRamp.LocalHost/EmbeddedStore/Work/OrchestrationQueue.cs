using OffRamp.LocalHost.EmbeddedStore.Database;

namespace OffRamp.LocalHost.EmbeddedStore.Work;

/// <summary>
/// The instances that have something to do, each run by one at a time. What it knows comes from committed changes only,
/// in their order; where that is in doubt, an instance is stale and read from disk.
/// </summary>
internal sealed class OrchestrationQueue
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, ActiveInstance> _active = [];
    private readonly ReadyQueue<ActiveInstance> _ready = new();

    /// <summary>True when no instance has anything to do.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _active.Count == 0;
            }
        }
    }

    public void Deliver(long number, StoredMessage message)
    {
        lock (_gate)
        {
            var instance = Active(number);
            if (message.Id > instance.ReadThrough)
            {
                instance.Inbox.Add(message);
            }
            Wake(instance);
        }
    }

    /// <summary>It has messages on disk that memory does not know.</summary>
    public void WakeFromDisk(long number)
    {
        lock (_gate)
        {
            var instance = Active(number);
            instance.IsStale = true;
            Wake(instance);
        }
    }

    /// <summary>The instance ended, or was purged or replaced: whoever runs it still may find out when he completes.</summary>
    public void Forget(long number)
    {
        lock (_gate)
        {
            _active.Remove(number);
        }
    }

    /// <summary>The next instance with messages; null when none came in time or the wait was cancelled.</summary>
    public async Task<ActiveInstance?> TakeAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        while (await _ready.TakeAsync(timeout, cancellation) is { } instance)
        {
            lock (_gate)
            {
                instance.IsQueued = false;
                if (_active.GetValueOrDefault(instance.Number) == instance && !instance.IsRunning && instance.HasWork)
                {
                    instance.IsRunning = true;
                    return instance;
                }
            }
        }
        return null;
    }

    /// <summary>The messages of the run that begins, with those that were read from disk when it was stale.</summary>
    public List<StoredMessage> TakeInbox(ActiveInstance instance, List<StoredMessage>? fromDisk)
    {
        lock (_gate)
        {
            var taken = instance.Inbox;
            if (fromDisk is not null)
            {
                // Delivered meanwhile and on disk already, or on disk before they are delivered: both count once.
                var through = fromDisk.Count == 0 ? 0 : fromDisk[^1].Id;
                taken = [.. fromDisk, .. taken.Where(message => message.Id > through)];
                instance.IsStale = false;
            }
            instance.ReadThrough = taken.Count == 0 ? instance.ReadThrough : taken[^1].Id;
            instance.Inbox = [];
            return taken;
        }
    }

    /// <summary>The run is committed.</summary>
    public void Complete(ActiveInstance instance)
    {
        lock (_gate)
        {
            instance.Failures = 0;
            LetGo(instance);
        }
    }

    /// <summary>The run did not happen: everything is read again, after a while that grows with each time.</summary>
    public async Task AbandonAsync(ActiveInstance instance)
    {
        var wait = BackOff.After(instance.Failures++);
        await Task.Delay(wait);
        Return(instance);
    }

    /// <summary>Never run: it goes back as it is.</summary>
    public void Return(ActiveInstance instance)
    {
        lock (_gate)
        {
            instance.IsStale = true;
            instance.Inbox.Clear();
            LetGo(instance);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _active.Clear();
        }
    }

    private ActiveInstance Active(long number)
    {
        if (!_active.TryGetValue(number, out var instance))
        {
            _active[number] = instance = new ActiveInstance(number);
        }
        return instance;
    }

    private void Wake(ActiveInstance instance)
    {
        if (instance is { IsRunning: false, IsQueued: false, HasWork: true })
        {
            instance.IsQueued = true;
            _ready.Add(instance);
        }
    }

    private void LetGo(ActiveInstance instance)
    {
        instance.IsRunning = false;
        if (_active.GetValueOrDefault(instance.Number) != instance)
        {
            return;
        }
        if (instance.HasWork)
        {
            Wake(instance);
        }
        else
        {
            _active.Remove(instance.Number);
        }
    }
}
