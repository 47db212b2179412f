using System.Globalization;

namespace OffRamp.Functions.Storage;

/// <summary>
/// Which rows a query wants. Built of terms that escape their values, never of text:
/// <c>TableFilter.PartitionEquals(key).And.RowKeyBetween("e|", "e}")</c>. Only filters on the partition key, and within
/// it on a range of row keys, are cheap; any other reads everything before it answers.
/// </summary>
internal sealed class TableFilter
{
    private TableFilter(string text) => Text = text;

    /// <summary>The filter in OData's words, not yet escaped for an address.</summary>
    internal string Text { get; }

    /// <summary>Rows of one partition.</summary>
    public static TableFilter PartitionEquals(string key) => new($"PartitionKey eq {Quote(key)}");

    /// <summary>Rows of every partition whose key begins so: a scan of those partitions, in one query.</summary>
    public static TableFilter PartitionStartsWith(string prefix) =>
        new($"PartitionKey ge {Quote(prefix)} and PartitionKey lt {Quote(prefix[..^1] + (char)(prefix[^1] + 1))}");

    /// <summary>A further condition; all must hold.</summary>
    public Terms And => new(this);

    /// <summary>What can be asked of a row.</summary>
    internal readonly struct Terms(TableFilter before)
    {
        /// <summary>Row keys from <paramref name="from"/> on, up to but without <paramref name="to"/>, by their UTF-16 code units.</summary>
        public TableFilter RowKeyBetween(string from, string to) =>
            Add($"RowKey ge {Quote(from)}").And.Add($"RowKey lt {Quote(to)}");

        /// <summary>The same range, and one row beside it.</summary>
        public TableFilter RowKeyBetweenOr(string from, string to, string key) =>
            Add($"((RowKey ge {Quote(from)} and RowKey lt {Quote(to)}) or RowKey eq {Quote(key)})");

        /// <summary>Row keys after <paramref name="key"/>, without it.</summary>
        public TableFilter RowKeyAfter(string key) => Add($"RowKey gt {Quote(key)}");

        /// <summary>Row keys before <paramref name="key"/>, without it.</summary>
        public TableFilter RowKeyBefore(string key) => Add($"RowKey lt {Quote(key)}");

        /// <summary>Row keys that begin with <paramref name="prefix"/>.</summary>
        public TableFilter RowKeyStartsWith(string prefix) =>
            RowKeyBetween(prefix, prefix[..^1] + (char)(prefix[^1] + 1));

        /// <summary>Some few rows of a partition, in one request.</summary>
        public TableFilter AnyRowKey(params IEnumerable<string> keys) =>
            Add($"({string.Join(" or ", keys.Select(key => $"RowKey eq {Quote(key)}"))})");

        /// <summary>A string property has this value.</summary>
        public TableFilter StringEquals(string property, string value) => Compare(property, "eq", Quote(value));

        /// <summary>A whole number is at most this.</summary>
        public TableFilter Int64AtMost(string property, long value) => Compare(property, "le", Number(value));

        /// <summary>An instant is this or before.</summary>
        public TableFilter InstantAtMost(string property, DateTimeOffset value) => Compare(property, "le", Instant(value));

        /// <summary>Either of two instants is this or before; a row need not have both.</summary>
        public TableFilter EitherInstantAtMost(string property, string other, DateTimeOffset value) =>
            Add($"({TableKey.CheckProperty(property)} le {Instant(value)} or {TableKey.CheckProperty(other)} le {Instant(value)})");

        private TableFilter Compare(string property, string comparison, string value) =>
            Add($"{TableKey.CheckProperty(property)} {comparison} {value}");

        private TableFilter Add(string term) => new($"{before.Text} and {term}");

        private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture) + "L";

        private static string Instant(DateTimeOffset value) => $"datetime'{value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)}'";
    }

    private static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
