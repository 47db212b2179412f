using System.Globalization;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Settlements;

/// <summary>What was booked on a UTC day, by currency and account.</summary>
/// <param name="Date">The day.</param>
/// <param name="Sells">On how many sells.</param>
/// <param name="Totals">The sums.</param>
internal sealed record DayTotals(DateOnly Date, int Sells, SettlementTotals Totals);

/// <summary>
/// The totals of a partner's days. A day that is over is summed once and kept, also one on which nothing was booked: nothing
/// is booked on it any more. So a month, or all time, costs what its last day costs, and a row a day.
/// </summary>
internal sealed class SettlementDays(TableStore store, SettlementBook book, TimeProvider clock)
{
    private const int AtOnce = 100;

    // A commit that was decided before midnight may take some minutes to be stored.
    private static readonly TimeSpan Stragglers = TimeSpan.FromMinutes(10);

    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>Whether the day is over, with what may still have been on its way.</summary>
    public static bool IsFinal(DateOnly day, DateTimeOffset now) => DayOf(now - Stragglers) > day;

    /// <summary>The days on which something was booked, in their order.</summary>
    /// <param name="partner">Whose. Of days before its first one, and of those to come, nothing is read or kept.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last one.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<DayTotals>> ReadAsync(Partner partner, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var (first, today) = (DayOf(partner.CreatedAt), DayOf(clock.GetUtcNow()));
        (from, to) = (from > first ? from : first, to < today ? to : today);
        if (to < from)
        {
            return [];
        }

        var days = await KeptAsync(partner.Id, from, to, cancellation);
        foreach (var (begin, end) in Gaps(from, to, [.. days.Keys]))
        {
            await SumAsync(partner.Id, begin, end, days, cancellation);
        }

        return [.. days.Values.Where(day => day.Sells > 0).OrderBy(day => day.Date)];
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

    /// <summary>The runs of days that were not kept yet.</summary>
    private static IEnumerable<(DateOnly First, DateOnly Last)> Gaps(DateOnly from, DateOnly to, HashSet<DateOnly> kept)
    {
        DateOnly? first = null;
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            first = kept.Contains(day) ? null : first ?? day;
            if (first is { } begun && (day == to || kept.Contains(day.AddDays(1))))
            {
                yield return (begun, day);
            }
        }
    }

    /// <summary>Sums a run of days, and keeps those that are over.</summary>
    private async Task SumAsync(PartnerId partner, DateOnly first, DateOnly last, Dictionary<DateOnly, DayTotals> days, CancellationToken cancellation)
    {
        // Asked before anything is read: what is booked meanwhile would be missing for good.
        var now = clock.GetUtcNow();
        var booked = await BookedDaysAsync(partner, first, last, cancellation);
        var final = new List<TableOperation>();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            days[day] = booked.Contains(day) ? await SumAsync(partner, day, cancellation) : new(day, 0, new());
            if (IsFinal(day, now))
            {
                final.Add(TableOperation.Upsert(Write(partner, days[day])));
            }
        }

        foreach (var some in final.Chunk(AtOnce))
        {
            await index.TransactAsync(IndexKeys.Partner(partner), some, cancellation);
        }
    }

    /// <summary>Days on which something may have been booked: one look at the keys of all of them.</summary>
    private async Task<HashSet<DateOnly>> BookedDaysAsync(PartnerId partner, DateOnly first, DateOnly last, CancellationToken cancellation)
    {
        var days = new HashSet<DateOnly>();
        var rows = TableFilter.PartitionEquals(IndexKeys.Partner(partner)).And.RowKeyBetween(IndexKeys.SettlementDay(first), IndexKeys.SettlementDay(last) + "~");
        await foreach (var row in index.QueryAllAsync(rows, cancellation))
        {
            if (IndexKeys.SettlementDayOf(row.RowKey) is { } day)
            {
                days.Add(day);
            }
        }

        return days;
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

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private static Row Write(PartnerId partner, DayTotals day) => new Row(IndexKeys.Partner(partner), IndexKeys.DayTotals(day.Date))
        .Set("Date", day.Date.ToString("O", CultureInfo.InvariantCulture))
        .Set("Sells", (long)day.Sells)
        .Set("Totals", day.Totals.Write());

    private static DayTotals Read(Row row) => new(
        DateOnly.ParseExact(row.GetString("Date")!, "O", CultureInfo.InvariantCulture), (int)row.GetInt64("Sells")!.Value, SettlementTotals.Read(row.GetString("Totals")!));
}
