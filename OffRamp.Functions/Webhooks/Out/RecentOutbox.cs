using System.Collections.Concurrent;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Webhooks.Out;

/// <summary>
/// What this process knows of outboxes without a request: how far telling had come, and what it committed since. A cache
/// with a lifetime, given out once; whatever is made of it is guarded by the rows' versions.
/// </summary>
internal sealed class RecentOutbox
{
    private const int MostKept = 2_000;
    private static readonly long Lifetime = (long)TimeSpan.FromSeconds(2).TotalMilliseconds;

    private readonly ConcurrentDictionary<SellId, (EventOwner Owner, Sending Sending)> settled = new();
    private readonly ConcurrentDictionary<SellId, (IReadOnlyList<OutgoingEvent> Events, long Until)> written = new();

    /// <summary>All was told up to here, in every way.</summary>
    public void Settle(SellId id, EventOwner owner, Sending sending) => Keep(settled, id, (owner, sending));

    /// <summary>These were just committed. What was before them is forgotten: another process may have told it by now.</summary>
    public void Write(SellId id, IReadOnlyList<OutgoingEvent> events) => Keep(written, id, (events, Environment.TickCount64 + Lifetime));

    /// <summary>The outbox, if nothing can be missing between what was told and what was written; once only.</summary>
    public OutboxContent? Take(SellId id) =>
        written.TryRemove(id, out var news) && settled.TryRemove(id, out var known)
        && Environment.TickCount64 < news.Until && news.Events[0].Event.Sequence == known.Sending.DoneTo + 1
            ? new(known.Owner, known.Sending, news.Events)
            : null;

    /// <summary>Somebody has changed it by another way.</summary>
    public void Forget(SellId id) => settled.TryRemove(id, out _);

    private static void Keep<T>(ConcurrentDictionary<SellId, T> kept, SellId id, T value)
    {
        if (kept.Count >= MostKept)
        {
            kept.Clear();
        }

        kept[id] = value;
    }
}
