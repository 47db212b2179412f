using System.Globalization;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Settlements;

/// <summary>What was booked on a UTC day, by currency and account.</summary>
/// <param name="Date">The day.</param>
/// <param name="Sells">On how many sells.</param>
/// <param name="Totals">The sums.</param>
internal sealed record DayTotals(DateOnly Date, int Sells, SettlementTotals Totals);

/// <summary>
/// The totals of a partner's days. A day that is over is summed once and kept: nothing is booked on it any more. So a month,
/// or all time, costs what its last day costs, and a row a day.
/// </summary>
internal sealed class SettlementDays(TableStore store, SettlementBook book, TimeProvider clock)
{
    private const int AtOnce = 100;

    // A commit that was decided before midnight may take some minutes to be stored.
    private static readonly TimeSpan Stragglers = TimeSpan.FromMinutes(10);

    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>Whether the day is over, with what may still have been on its way.</summary>
    public static bool IsFinal(DateOnly day, DateTimeOffset now) => DateOnly.FromDateTime((now - Stragglers).UtcDateTime) > day;

    /// <summary>The days on which something was booked, in their order.</summary>
    /// <param name="partner">Whose.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last one.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<DayTotals>> ReadAsync(PartnerId partner, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var kept = await KeptAsync(partner, from, to, cancellation);
        var days = new List<DayTotals>();
        foreach (var day in await OpenDaysAsync(partner, from, to, kept.Keys.ToHashSet(), cancellation))
        {
            // Asked before it is summed: what is booked meanwhile would be missing for good.
            var isFinal = IsFinal(day, clock.GetUtcNow());
            var totals = await SumAsync(partner, day, cancellation);
            days.Add(totals);
            if (isFinal)
            {
                await index.UpsertAsync(Write(partner, totals), cancellation);
            }
        }

        return [.. days.Concat(kept.Values).Where(day => day.Sells > 0).OrderBy(day => day.Date)];
    }

    private async Task<Dictionary<DateOnly, DayTotals>> KeptAsync(PartnerId partner, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var rows = TableFilter.PartitionEquals(IndexKeys.Partner(partner)).And.RowKeyBetween(IndexKeys.DayTotals(from), IndexKeys.DayTotals(to) + "~");
        var found = new Dictionary<DateOnly, DayTotals>();
        await foreach (var row in index.QueryAllAsync(rows, cancellation))
        {
            var day = Read(row);
            found[day.Date] = day;
        }

        return found;
    }

    /// <summary>Days that have something to be summed and were not kept yet: one look at the keys of all of them.</summary>
    private async Task<IReadOnlyList<DateOnly>> OpenDaysAsync(
        PartnerId partner, DateOnly from, DateOnly to, HashSet<DateOnly> kept, CancellationToken cancellation)
    {
        var days = new SortedSet<DateOnly>();
        var rows = TableFilter.PartitionEquals(IndexKeys.Partner(partner)).And.RowKeyBetween(IndexKeys.SettlementDay(from), IndexKeys.SettlementDay(to) + "~");
        await foreach (var row in index.QueryAllAsync(rows, cancellation))
        {
            if (IndexKeys.SettlementDayOf(row.RowKey) is { } day && !kept.Contains(day))
            {
                days.Add(day);
            }
        }

        return [.. days];
    }

    private async Task<DayTotals> SumAsync(PartnerId partner, DateOnly day, CancellationToken cancellation)
    {
        var (totals, sells) = (new SettlementTotals(), 0);
        for (string? after = null; ;)
        {
            var places = await book.PlacesAsync(partner, day, after, AtOnce, cancellation);
            var found = await book.ReadAsync(places, new(day), cancellation);
            totals.Add(found.SelectMany(sell => sell.Postings));
            sells += found.Count;
            if (places.Count < AtOnce)
            {
                return new(day, sells, totals);
            }

            after = places[^1];
        }
    }

    private static Row Write(PartnerId partner, DayTotals day) => new Row(IndexKeys.Partner(partner), IndexKeys.DayTotals(day.Date))
        .Set("Date", day.Date.ToString("O", CultureInfo.InvariantCulture))
        .Set("Sells", (long)day.Sells)
        .Set("Totals", day.Totals.Write());

    private static DayTotals Read(Row row) => new(
        DateOnly.ParseExact(row.GetString("Date")!, "O", CultureInfo.InvariantCulture), (int)row.GetInt64("Sells")!.Value, SettlementTotals.Read(row.GetString("Totals")!));
}
