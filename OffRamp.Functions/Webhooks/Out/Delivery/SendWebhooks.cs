using OffRamp.Functions.Ids;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>
/// One visit to a sell's outbox: what is new gets its place in the feed, what may go out now is sent, to the partner's
/// endpoint and to the topic, and what became of it is written in one transaction. Safe to run twice, at once too: either
/// may then get an event twice, under the same id, but none for the first time before those that came before it.
/// </summary>
internal sealed class SendWebhooks(Outbox outbox, FeedWriter feed, ILiveUpdates followers, DeliveryRound deliveries, IEventMessages messages)
{
    public async Task<SendStep> RunAsync(string sellId, CancellationToken cancellation)
    {
        if (!PrefixedId.TryParse<SellId>(sellId, out var id) || await outbox.ReadAsync(id, cancellation) is not { Pending.Count: > 0 } found)
        {
            return SendStep.Done;
        }

        var told = followers.RunAsync(id, found, cancellation);
        await AppendAsync(id, found, cancellation);
        var publishing = messages.RunAsync(id, found, cancellation);
        var round = new Round(found);
        var webhookAt = await deliveries.RunAsync(found, round, cancellation);
        var messageAt = round.Publish(await publishing);
        await told;
        if (round.HasChanged && !await outbox.CommitAsync(id, found, round, cancellation))
        {
            return SendStep.AtOnce;
        }

        return webhookAt is null && messageAt is null ? SendStep.Done : new(false, Earlier(webhookAt, messageAt));
    }

    private Task AppendAsync(SellId id, OutboxContent found, CancellationToken cancellation) => feed.AppendAsync(
        found.Owner.PartnerId,
        [.. found.Pending.Where(outgoing => outgoing.Event.Sequence > found.Sending.FeedTo)
            .Select(outgoing => new EventPlace(outgoing.Event.Id, id, outgoing.Event.Sequence))],
        cancellation);

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one > other ? other.Value : one ?? other ?? DateTimeOffset.MinValue;
}
