using OffRamp.DurableTask;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Webhooks;

/// <summary>
/// One visit to a sell's outbox: what is new gets its place in the feed, and what may go out now is sent, in order. Safe to
/// run twice, at once too: an endpoint may get an event twice then, under the same webhook-id.
/// </summary>
internal sealed class SendWebhooks(Outbox outbox, FeedWriter feed, TimeProvider clock) : TaskActivity<SellRef, SendStep>
{
    // So many events are settled in one transaction at most.
    private const int MostAtOnce = 45;

    public override async Task<SendStep> RunAsync(TaskActivityContext context, SellRef input)
    {
        var (id, cancellation) = (PrefixedId.Parse<SellId>(input.SellId), context.Cancellation);
        if (await outbox.ReadAsync(id, cancellation) is not { Pending.Count: > 0 } found)
            return new(true, clock.GetUtcNow());
        await AppendAsync(id, found, cancellation);

        // There are no endpoints yet.
        var settled = found.Pending.Take(MostAtOnce).Select(outgoing => outgoing with { State = DeliveryState.Skipped }).ToList();
        var isAll = settled.Count == found.Pending.Count;
        var sending = found.Sending with { FeedTo = found.Pending[^1].Event.Sequence, SettledTo = settled[^1].Event.Sequence };
        var isCommitted = await outbox.CommitAsync(id, found, sending, settled, cancellation);
        return new(isAll && isCommitted, clock.GetUtcNow());
    }

    private Task AppendAsync(SellId id, OutboxContent found, CancellationToken cancellation) => feed.AppendAsync(
        found.Session.PartnerId,
        [.. found.Pending.Where(outgoing => outgoing.Event.Sequence > found.Sending.FeedTo)
            .Select(outgoing => new EventPlace(outgoing.Event.Id, id, outgoing.Event.Sequence))],
        cancellation);
}
