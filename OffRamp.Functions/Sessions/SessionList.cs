using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Sessions;

/// <summary>What a list of sessions or sells is to hold.</summary>
/// <param name="UserReference">Only of this reference; null for any.</param>
/// <param name="From">Opened then or later.</param>
/// <param name="To">Opened before then.</param>
/// <param name="Wants">The rest, decided on the record.</param>
internal sealed record ListFilter(string? UserReference, DateTimeOffset? From, DateTimeOffset? To, Func<StoredSession, bool> Wants)
{
    /// <summary>The partition of the index whose rows lead to all sells that can be wanted; null where there is none.</summary>
    public string? Way { get; init; }
}

/// <summary>
/// A partner's sessions, newest first: ids from the index, records read side by side, and the filter decided on the
/// record. A rare filter reads much; one answer reads so much at most, and says by its cursor where to go on.
/// </summary>
internal sealed class SessionList(TableStore store, SessionStore sessions, Cursor cursors)
{
    private const int MostRead = 500;
    private const int MostFollowed = 1_000;
    private const int AtOnce = 16;

    private readonly Table index = store.Table(StorageNames.Index);

    public async Task<Page<T>> ReadAsync<T>(
        Partner partner, string scope, PageRequest page, ListFilter filter, Func<StoredSession, T> show, CancellationToken cancellation)
    {
        var after = page.After ?? "";
        var followed = filter.Way is { } way ? await FollowAsync(way, cancellation) : null;
        var found = new List<(string Place, StoredSession Session)>();
        for (var read = 0; found.Count <= page.Limit;)
        {
            var places = followed is null
                ? await PlacesAsync(partner.Id, filter, after, page.Limit + 1, cancellation)
                : [.. followed.Where(place => string.CompareOrdinal(place, after) > 0).Take(page.Limit + 1)];
            foreach (var (place, session) in await HeadsAsync(places, cancellation))
            {
                if (session is not null && session.Session.PartnerId == partner.Id && filter.Wants(session))
                {
                    found.Add((place, session));
                }
            }

            read += places.Count;
            if (places.Count <= page.Limit)
            {
                return page.Of(found, item => show(item.Session), item => item.Place, cursors, scope);
            }

            after = places[^1];
            if (read >= MostRead && found.Count <= page.Limit)
            {
                return new([.. found.Select(item => show(item.Session))], true, cursors.Write(scope, after));
            }
        }
        return page.Of(found, item => show(item.Session), item => item.Place, cursors, scope);
    }

    private async Task<IReadOnlyList<string>> PlacesAsync(
        PartnerId partner, ListFilter filter, string after, int count, CancellationToken cancellation)
    {
        // Newest first: the later bound is the earlier key. Ids of one millisecond are told apart on the record.
        var first = filter.To is { } to ? IndexKeys.SessionRow(new(Id26.Highest(to))) : IndexKeys.SessionPrefix;
        var last = filter.From is { } from ? IndexKeys.SessionRow(new(Id26.Lowest(from))) + "~" : IndexKeys.SessionPrefix + "~";
        var rows = TableFilter.PartitionEquals(IndexKeys.Partner(partner)).And.RowKeyBetween(first, last);
        if (after.Length > 0)
        {
            rows = rows.And.RowKeyAfter(after);
        }

        if (filter.UserReference is { } reference)
        {
            rows = rows.And.StringEquals(SessionRows.UserReference, reference);
        }

        var places = new List<string>();
        await foreach (var row in index.QueryAllAsync(new(rows) { PageSize = count, Select = [SessionRows.UserKey] }, cancellation))
        {
            places.Add(row.RowKey);
            if (places.Count == count)
            {
                break;
            }
        }
        return places;
    }

    /// <summary>
    /// The places of all that a way leads to; null where that is too much to be put in order for one answer: then the partner's list is gone
    /// through. Others' sells are among them, and told to be so by the record.
    /// </summary>
    private async Task<IReadOnlyList<string>?> FollowAsync(string way, CancellationToken cancellation)
    {
        var rows = await index.QueryAllAsync(TableFilter.PartitionEquals(way), cancellation).Take(MostFollowed + 1).ToListAsync(cancellation);
        return rows.Count > MostFollowed ? null
            : [.. rows.Select(IndexKeys.SellOf).OfType<SellId>().Select(sell => IndexKeys.SessionRow(new(sell.Id))).Distinct().Order(StringComparer.Ordinal)];
    }

    private async Task<(string Place, StoredSession? Session)[]> HeadsAsync(IReadOnlyList<string> places, CancellationToken cancellation)
    {
        var heads = new (string, StoredSession?)[places.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, places.Count, options, async (i, token) =>
            heads[i] = (places[i], IndexKeys.SessionOf(places[i]) is { } id ? await sessions.FindAsync(id, token) : null));
        return heads;
    }
}
