using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Settlements;

/// <summary>A sell, and what was booked on it on one day.</summary>
internal sealed record SettledSell(Sell Sell, IReadOnlyList<Posting> Postings);

/// <summary>A UTC day, of one currency or of all.</summary>
internal sealed record SettledDay(DateOnly Date, Currency? Currency = null)
{
    public bool Has(Posting posting) =>
        DateOnly.FromDateTime(posting.At.UtcDateTime) == Date && (Currency is null || posting.Currency == Currency);
}

/// <summary>
/// Which sells of a partner have bookings on a UTC day, and which. The index knows those whose session was opened that
/// day and, before the commit that books, each other one; so no booking is missing from its day. Those without are skipped.
/// </summary>
internal sealed class SettlementBook(TableStore store)
{
    private const int AtOnce = 16;

    private readonly Table index = store.Table(StorageNames.Index);
    private readonly Table sells = store.Table(StorageNames.Sells);

    /// <summary>Up to <paramref name="count"/> places of the day, in their order, after another one.</summary>
    public async Task<IReadOnlyList<string>> PlacesAsync(
        PartnerId partner, DateOnly day, string? after, int count, CancellationToken cancellation)
    {
        var prefix = IndexKeys.SettlementDay(day);
        var rows = TableFilter.PartitionEquals(IndexKeys.Partner(partner)).And.RowKeyStartsWith(prefix);
        if (after is not null)
        {
            rows = rows.And.RowKeyAfter(prefix + after);
        }

        var places = new List<string>();
        await foreach (var row in index.QueryAllAsync(new(rows) { PageSize = count }, cancellation))
        {
            places.Add(row.RowKey[prefix.Length..]);
            if (places.Count == count)
            {
                break;
            }
        }
        return places;
    }

    /// <summary>The sells at these places, without those on which nothing was booked after all.</summary>
    public async Task<IReadOnlyList<SettledSell>> ReadAsync(IReadOnlyList<string> places, SettledDay day, CancellationToken cancellation)
    {
        var found = new SettledSell?[places.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, places.Count, options, async (i, token) => found[i] = await ReadAsync(places[i], day, token));
        return [.. found.OfType<SettledSell>()];
    }

    // From the ledger to the sell's head, in the order of their keys; the few notices between them come along.
    private async Task<SettledSell?> ReadAsync(string place, SettledDay day, CancellationToken cancellation)
    {
        Sell? sell = null;
        var postings = new List<Posting>();
        var rows = TableFilter.PartitionEquals(place).And.RowKeyBetween(SellKeys.LedgerPrefix, SellKeys.Session);
        await foreach (var row in sells.QueryAllAsync(rows, cancellation))
        {
            if (row.RowKey == SellKeys.Sell)
            {
                sell = SellRows.SellOf(row);
            }
            else if (row.RowKey.StartsWith(SellKeys.LedgerPrefix, StringComparison.Ordinal) && SellRows.PostingOf(row) is var posting && day.Has(posting))
            {
                postings.Add(posting);
            }
        }

        return sell is not null && postings.Count > 0 ? new(sell, postings) : null;
    }
}
