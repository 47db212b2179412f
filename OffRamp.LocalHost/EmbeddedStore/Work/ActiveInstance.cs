using OffRamp.LocalHost.EmbeddedStore.Database;

namespace OffRamp.LocalHost.EmbeddedStore.Work;

/// <summary>
/// An instance that has messages or is being run. Others are on disk only. Guarded by its queue, but for what belongs to
/// the one who runs it.
/// </summary>
internal sealed class ActiveInstance(long number)
{
    public long Number => number;

    /// <summary>Committed messages that no work item has, oldest first.</summary>
    public List<StoredMessage> Inbox { get; set; } = [];

    /// <summary>The inbox in memory is not to be trusted: it is read from disk before the next run.</summary>
    public bool IsStale { get; set; }

    /// <summary>Messages up to this one have been read from disk, or run.</summary>
    public long ReadThrough { get; set; }

    public bool IsRunning { get; set; }

    public bool IsQueued { get; set; }

    /// <summary>Runs that were abandoned, one after the other.</summary>
    public int Failures { get; set; }

    public bool HasWork => IsStale || Inbox.Count > 0;
}
