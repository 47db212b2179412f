using System.Globalization;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Webhooks.Out.Feed;

/// <summary>Where an event lies.</summary>
internal sealed record EventPlace(EventId Id, SellId Sell, long Sequence);

/// <summary>
/// A partner's feed in table <c>Index</c>: one partition with a head that counts, and two rows an event. One is named by
/// its place, from 1 without gaps; the other by the event's id, newest first, which proves that it has a place.
/// </summary>
internal static class FeedRows
{
    public const string Head = "head";
    public const string PlacePrefix = "p|";
    public const string EventPrefix = "d|";

    public static string Partition(PartnerId partner) => $"f|{partner.Id}";

    public static string Place(long place) => string.Create(CultureInfo.InvariantCulture, $"{PlacePrefix}{place:D16}");

    public static long PlaceOf(Row row) => long.Parse(row.RowKey.AsSpan(PlacePrefix.Length), CultureInfo.InvariantCulture);

    public static string Event(EventId id) => EventPrefix + id.Id.ToNewestFirst();

    public static Row HeadRow(PartnerId partner, long last) => new Row(Partition(partner), Head).Set("Last", last);

    public static long LastOf(Row head) => head.GetInt64("Last")!.Value;

    /// <param name="partner">Whose feed.</param>
    /// <param name="place">Its place.</param>
    /// <param name="told">Where the event lies.</param>
    /// <param name="at">When it got its place: no event has one before it happened, so that who begins at a time finds it by this.</param>
    public static IEnumerable<Row> Of(PartnerId partner, long place, EventPlace told, DateTimeOffset at)
    {
        yield return Pointer(Place(place));
        yield return Pointer(Event(told.Id));

        Row Pointer(string key) => new Row(Partition(partner), key)
            .Set("EventId", told.Id.ToString())
            .Set("Sell", SellKeys.Partition(told.Sell))
            .Set("Sequence", told.Sequence)
            .Set("PlacedAt", at);
    }

    public static DateTimeOffset PlacedAtOf(Row row) => row.GetDateTimeOffset("PlacedAt") ?? DateTimeOffset.MinValue;

    /// <summary>Where a row of either kind points to.</summary>
    public static EventPlace PointerOf(Row row) => new(
        PrefixedId.Parse<EventId>(row.GetString("EventId")!), new(Id26.Parse(row.GetString("Sell")!)), row.GetInt64("Sequence")!.Value);
}
