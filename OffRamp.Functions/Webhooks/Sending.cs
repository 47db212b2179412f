using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Webhooks;

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

    /// <summary>When the next event may go out, at the earliest.</summary>
    public DateTimeOffset NextFrom(DateTimeOffset now) => NextAt > now ? NextAt.Value : now;

    /// <summary>The default while there is no row.</summary>
    public ETag ETag { get; init; }

    public static Sending Of(Row row) => new()
    {
        FeedTo = row.GetInt64("FeedTo") ?? 0,
        SettledTo = row.GetInt64("SettledTo") ?? 0,
        Tried = (int)(row.GetInt64("Tried") ?? 0),
        NextAt = row.GetDateTimeOffset("NextAt"),
        ETag = row.ETag,
    };

    /// <summary>Writes the row under the version that was read.</summary>
    public TableOperation Write(SellId partition)
    {
        var row = new Row(SellKeys.Partition(partition), SellKeys.Sending)
            .Set(SellRows.Handled, 0)
            .Set("FeedTo", FeedTo)
            .Set("SettledTo", SettledTo)
            .Set("Tried", Tried)
            .Set("NextAt", NextAt);
        return ETag == default ? TableOperation.Insert(row) : TableOperation.Replace(row, ETag);
    }
}
