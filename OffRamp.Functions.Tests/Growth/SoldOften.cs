using System.Globalization;
using Azure;
using Azure.Data.Tables;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Tests.Growth;

/// <summary>A row of the one sell that there really is.</summary>
internal sealed record SoldRow(string Table, Row Row);

/// <summary>
/// The rows of as many sells as are asked for, told from those of one. None is kept: a row is made when it is read, so that a million
/// sells take no more room than a thousand.
/// </summary>
internal sealed class SoldOften(Naming naming, IReadOnlyList<SoldRow> sold)
{
    private readonly long events = sold.Count(one => IsPlace(one.Row));
    private readonly ILookup<(string Table, string Partition), SoldRow> shared = sold
        .Where(one => naming.IsShared(one.Row.PartitionKey)).ToLookup(one => (one.Table, one.Row.PartitionKey));

    /// <summary>How many events there are in the feed.</summary>
    public long Events => events * naming.Count;

    public Row? Find(string table, string partition, string row)
    {
        foreach (var n in naming.NumbersIn(partition + " " + row).Concat(Places(row)).Distinct())
        {
            foreach (var one in sold.Where(one => one.Table == table))
            {
                if (naming.Copy(one.Row.PartitionKey, n) == partition && KeyOf(one.Row, n) == row)
                {
                    return Make(one.Row, n);
                }
            }
        }

        return null;
    }

    /// <summary>The rows of a partition within the bounds of their keys, in their order.</summary>
    public IEnumerable<Row> Query(string table, string partition, string? from, string? to) => shared.Contains((table, partition))
        ? Merge([.. shared[(table, partition)].Select(one => new Run(this, one.Row)).Where(run => run.Begin(from, to))])
        : naming.NumbersIn(partition).Distinct()
            .SelectMany(n => sold
                .Where(one => one.Table == table && naming.Copy(one.Row.PartitionKey, n) == partition && IsWithin(KeyOf(one.Row, n), from, to))
                .Select(one => Make(one.Row, n)))
            .OrderBy(row => row.RowKey, StringComparer.Ordinal);

    private static IEnumerable<Row> Merge(IReadOnlyList<Run> runs)
    {
        var next = new PriorityQueue<Run, string>(StringComparer.Ordinal);
        next.EnqueueRange(runs.Select(run => (run, run.Key)));
        while (next.TryDequeue(out var run, out _))
        {
            yield return run.Row;
            if (run.MoveOn())
            {
                next.Enqueue(run, run.Key);
            }
        }
    }

    private static bool IsWithin(string key, string? from, string? to) =>
        (from is null || string.CompareOrdinal(key, from) >= 0) && (to is null || string.CompareOrdinal(key, to) < 0);

    private Row Make(Row original, long n)
    {
        var copied = original.Values.ToDictionary(property => property.Key, property => property.Value switch
        {
            string text => naming.Copy(text, n),
            DateTimeOffset instant => instant + naming.Since(n),
            var value => value,
        });
        return new(new TableEntity(copied) { PartitionKey = naming.Copy(original.PartitionKey, n), RowKey = KeyOf(original, n), ETag = new ETag("W/\"1\"") });
    }

    private string KeyOf(Row original, long n) =>
        IsPlace(original) ? FeedRows.Place((n * events) + FeedRows.PlaceOf(original)) : naming.Copy(original.RowKey, n);

    private IEnumerable<long> Places(string key) =>
        key.StartsWith(FeedRows.PlacePrefix, StringComparison.Ordinal) && long.TryParse(key.AsSpan(FeedRows.PlacePrefix.Length), CultureInfo.InvariantCulture, out var place)
        && place >= 1 && place <= Events ? [(place - 1) / events] : [];

    private static bool IsPlace(Row row) => row.PartitionKey.StartsWith("f|", StringComparison.Ordinal) && row.RowKey.StartsWith(FeedRows.PlacePrefix, StringComparison.Ordinal);

    /// <summary>The copies of one row that a partition holds, in the order of their keys.</summary>
    private sealed class Run(SoldOften all, Row original)
    {
        private readonly long count = all.Count;
        private readonly bool isRising = string.CompareOrdinal(all.KeyOf(original, 0), all.KeyOf(original, all.Count - 1)) <= 0;
        private long at;
        private long end;

        public string Key => KeyAt(at);

        public Row Row => all.Make(original, NumberAt(at));

        /// <summary>False where none lies within the bounds.</summary>
        public bool Begin(string? from, string? to)
        {
            (at, end) = (from is null ? 0 : FirstFrom(from), to is null ? count : FirstFrom(to));
            return at < end;
        }

        public bool MoveOn() => ++at < end;

        private long NumberAt(long place) => isRising ? place : count - 1 - place;

        private string KeyAt(long place) => all.KeyOf(original, NumberAt(place));

        private long FirstFrom(string key)
        {
            var (low, high) = (0L, count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = string.CompareOrdinal(KeyAt(middle), key) < 0 ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }

    private long Count => naming.Count;
}
