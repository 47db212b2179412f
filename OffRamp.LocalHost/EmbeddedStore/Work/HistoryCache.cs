using DurableTask.Core.History;

namespace OffRamp.LocalHost.EmbeddedStore.Work;

/// <summary>An execution's events up to its last committed turn. The list is never changed; the events belong to whoever runs the instance.</summary>
internal sealed record LoadedHistory(string ExecutionId, IReadOnlyList<HistoryEvent> Events, long Bytes)
{
    public static readonly LoadedHistory None = new("", [], 0);
}

/// <summary>
/// Histories of instances that were busy lately, by instance number: what waits longer is read from disk again, so
/// memory does not grow with the number of instances that wait.
/// </summary>
internal sealed class HistoryCache(long capacityBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, LinkedListNode<(long Number, LoadedHistory History)>> _byNumber = [];
    private readonly LinkedList<(long Number, LoadedHistory History)> _oldestFirst = new();
    private long _bytes;

    /// <summary>Takes it out: whoever takes it may change the events, and puts it back when its turn is committed.</summary>
    public LoadedHistory? Take(long number)
    {
        lock (_gate)
        {
            return Remove(number);
        }
    }

    public void Put(long number, LoadedHistory history)
    {
        lock (_gate)
        {
            Remove(number);
            _byNumber[number] = _oldestFirst.AddLast((number, history));
            _bytes += history.Bytes;
            while (_bytes > capacityBytes)
            {
                Remove(_oldestFirst.First!.Value.Number);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _byNumber.Clear();
            _oldestFirst.Clear();
            _bytes = 0;
        }
    }

    private LoadedHistory? Remove(long number)
    {
        if (!_byNumber.Remove(number, out var node))
        {
            return null;
        }
        _oldestFirst.Remove(node);
        _bytes -= node.Value.History.Bytes;
        return node.Value.History;
    }
}
