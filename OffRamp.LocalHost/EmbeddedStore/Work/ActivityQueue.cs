using System.Collections.Concurrent;
using OffRamp.LocalHost.EmbeddedStore.Database;

namespace OffRamp.LocalHost.EmbeddedStore.Work;

/// <summary>The activities that are scheduled and not yet answered. All of them are on disk: they are run again after a crash.</summary>
internal sealed class ActivityQueue
{
    private readonly ReadyQueue<StoredMessage> _ready = new();
    private readonly ConcurrentDictionary<long, int> _unanswered = new();

    /// <summary>True when none waits and none runs.</summary>
    public bool IsEmpty => _unanswered.IsEmpty;

    public void Add(StoredMessage message)
    {
        _unanswered[message.Id] = 0;
        _ready.Add(message);
    }

    public Task<StoredMessage?> TakeAsync(TimeSpan timeout, CancellationToken cancellation) => _ready.TakeAsync(timeout, cancellation);

    public bool IsFirstRun(long id) => _unanswered.GetValueOrDefault(id) == 0;

    public void Complete(long id) => _unanswered.TryRemove(id, out _);

    /// <summary>It is run again, after a while that grows with each time.</summary>
    public async Task AbandonAsync(StoredMessage message)
    {
        var failures = _unanswered.AddOrUpdate(message.Id, 1, (_, before) => before + 1);
        await Task.Delay(BackOff.After(failures - 1));
        _ready.Add(message);
    }

    public void Clear()
    {
        _ready.Clear();
        _unanswered.Clear();
    }
}
