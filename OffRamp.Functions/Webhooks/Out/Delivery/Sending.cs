using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>
/// How far the events of a session and its sell have come on their way out. One row, which is read with the sell and the
/// session anyway, so that whoever looks at either knows whether something waits to be delivered.
/// </summary>
internal sealed record Sending
{
    /// <summary>All events up to this one have their place in the partner's feed.</summary>
    public long FeedTo { get; init; }

    /// <summary>All events up to this one are delivered, given up, or were never wanted.</summary>
    public long SettledTo { get; init; }

    /// <summary>How often the next event was tried in vain.</summary>
    public int Tried { get; init; }

    /// <summary>When the next event is tried again; null where it may go out now.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The same on the way to the Service Bus topic, which waits for no endpoint, nor the other way round.</summary>
    public Publishing Published { get; init; } = new(0, 0, null);

    /// <summary>All events up to this one are through with, on each of their ways.</summary>
    public long DoneTo => Math.Min(SettledTo, Published.To);

    /// <summary>When the next event may go out on one of its ways, at the earliest.</summary>
    public DateTimeOffset NextFrom(DateTimeOffset now)
    {
        var (never, atOnce) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        var webhook = SettledTo < FeedTo ? NextAt ?? atOnce : never;
        var message = Published.To < FeedTo ? Published.NextAt ?? atOnce : never;
        var next = webhook < message ? webhook : message;
        return next > now && next < never ? next : now;
    }

    /// <summary>As where all events up to this one are through with.</summary>
    public static Sending Done(long sequence) => new() { SettledTo = sequence, Published = new(sequence, 0, null) };

    /// <summary>The default while there is no row.</summary>
    public ETag ETag { get; init; }

    public static Sending Of(Row row) => new()
    {
        FeedTo = row.GetInt64("FeedTo") ?? 0,
        SettledTo = row.GetInt64("SettledTo") ?? 0,
        Tried = (int)(row.GetInt64("Tried") ?? 0),
        NextAt = row.GetDateTimeOffset("NextAt"),
        Published = new(
            row.GetInt64("PublishedTo") ?? Math.Max(row.GetInt64("FeedTo") ?? 0, row.GetInt64("SettledTo") ?? 0), // written before there were topics
            (int)(row.GetInt64("PublishTried") ?? 0),
            row.GetDateTimeOffset("PublishAt")),
        ETag = row.ETag,
    };

    /// <summary>Writes the row under the version that was read.</summary>
    public TableOperation Write(SellId partition)
    {
        var row = new Row(SellKeys.Partition(partition), SellKeys.Sending)
            .Set(SellKeys.Handled, 0)
            .Set("FeedTo", FeedTo)
            .Set("SettledTo", SettledTo)
            .Set("Tried", Tried)
            .Set("NextAt", NextAt)
            .Set("PublishedTo", Published.To)
            .Set("PublishTried", Published.Tried)
            .Set("PublishAt", Published.NextAt);
        return ETag == default ? TableOperation.Insert(row) : TableOperation.Replace(row, ETag);
    }
}
