using OffRamp.LocalHost.EmbeddedStore.Work;

namespace OffRamp.LocalHost.EmbeddedStore;

/// <summary>What of the hub is in memory: what is busy, and who waits. All of it can be made from the file again.</summary>
internal sealed class TaskHubState(EmbeddedStoreOptions options)
{
    public OrchestrationQueue Orchestrations { get; } = new();

    public ActivityQueue Activities { get; } = new();

    public HistoryCache Histories { get; } = new(options.HistoryCacheBytes);

    public CompletionWaiters Waiters { get; } = new();

    public EmbeddedStoreOptions Options => options;

    /// <summary>UTC ticks of business time.</summary>
    public long Now => options.Clock.GetUtcNow().UtcTicks;

    /// <summary>
    /// When business time will have passed what engine time still has to pass until <paramref name="engineTime"/>. The
    /// engine, its workers and its clients know the machine's clock only.
    /// </summary>
    public long DueAt(DateTime engineTime)
    {
        var utc = engineTime.Kind == DateTimeKind.Local ? engineTime.ToUniversalTime() : engineTime;
        var remaining = Math.Max(0, utc.Ticks - TimeProvider.System.GetUtcNow().UtcTicks);
        return Math.Min(DateTime.MaxValue.Ticks, Now + remaining);
    }
}
