using System.Net;
using Azure;
using Azure.Data.Tables;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>A row that a transaction wrote: as it was, and as it is.</summary>
internal sealed record Written(Row? Before, Row? After);

/// <summary>The tables, in memory: versions, inserts that conflict, transactions that happen whole or not at all.</summary>
internal sealed class MemoryTables : IWiredTables
{
    private readonly SortedDictionary<(string Table, string Partition, string Row), Row> rows =
        new(Comparer<(string Table, string Partition, string Row)>.Create(Compare));

    private long version;

    /// <summary>Mistakes of a storage that does not hold what it promises.</summary>
    public bool IgnoresVersions { get; init; }

    /// <summary>Told of each transaction, or single write, that happened.</summary>
    public Action<string, IReadOnlyList<Written>>? OnWrite { get; set; }

    /// <summary>Told of each row that was asked for by its keys and is there.</summary>
    public Action<Row>? OnRead { get; set; }

    public Row? Find(string table, string partition, string row) => rows.GetValueOrDefault((table, partition, row));

    /// <inheritdoc/>
    Row? IWiredTables.Read(string table, string partition, string row)
    {
        var found = Find(table, partition, row);
        if (found is not null)
        {
            OnRead?.Invoke(found);
        }

        return found;
    }

    public IEnumerable<Row> Query(string table, Func<Row, bool> filter) =>
        rows.Where(known => known.Key.Table == table && filter(known.Value)).Select(known => known.Value);

    /// <inheritdoc/>
    public IEnumerable<Row> Query(string table, TableWireFilter filter) => Query(table, filter.Matches);

    /// <inheritdoc/>
    public (IReadOnlyList<ETag> ETags, int Failed, HttpStatusCode Status) Write(string table, IReadOnlyList<TableChange> changes)
    {
        for (var number = 0; number < changes.Count; number++)
        {
            if (Refuses(table, changes[number]) is { } status)
            {
                return ([], number, status);
            }
        }

        var written = changes.Select(change => Apply(table, change)).ToList();
        OnWrite?.Invoke(table, written);
        return ([.. written.Select(one => one.After?.ETag ?? default)], -1, HttpStatusCode.NoContent);
    }

    public void Put(string table, Row row) => Apply(table, new TableChange("PUT", row, null));

    private HttpStatusCode? Refuses(string table, TableChange change)
    {
        var known = Find(table, change.Row.PartitionKey, change.Row.RowKey);
        return change switch
        {
            { Method: "POST" } => known is null ? null : HttpStatusCode.Conflict,
            { IfMatch: null } => null,
            _ when known is null => HttpStatusCode.NotFound,
            { IfMatch: "*" } => null,
            _ => known.ETag.ToString("H") == change.IfMatch || IgnoresVersions ? null : HttpStatusCode.PreconditionFailed,
        };
    }

    private Written Apply(string table, TableChange change)
    {
        var key = (table, change.Row.PartitionKey, change.Row.RowKey);
        var before = rows.GetValueOrDefault(key);
        if (change.Method == "DELETE")
        {
            rows.Remove(key);
            return new Written(before, null);
        }

        var properties = change.Method == "PATCH" && before is not null
            ? before.Properties.Where(old => !change.Row.Properties.ContainsKey(old.Key)).Concat(change.Row.Properties)
            : change.Row.Properties;
        var after = new Row(new TableEntity(properties.ToDictionary()) { PartitionKey = key.PartitionKey, RowKey = key.RowKey, ETag = new ETag($"W/\"{++version}\"") });
        rows[key] = after;
        return new Written(before, after);
    }

    private static int Compare((string Table, string Partition, string Row) one, (string Table, string Partition, string Row) other) =>
        string.CompareOrdinal(one.Table, other.Table) is var table and not 0 ? table
        : string.CompareOrdinal(one.Partition, other.Partition) is var partition and not 0 ? partition
        : string.CompareOrdinal(one.Row, other.Row);
}

/// <summary>What answers on the table service's side of the wire.</summary>
internal interface IWiredTables
{
    Row? Read(string table, string partition, string row);

    /// <summary>The rows that a filter wants, in the order of their keys.</summary>
    IEnumerable<Row> Query(string table, TableWireFilter filter);

    /// <summary>The new versions, or the number of the change that cannot be made and why.</summary>
    (IReadOnlyList<ETag> ETags, int Failed, HttpStatusCode Status) Write(string table, IReadOnlyList<TableChange> changes);
}

/// <summary>A change as the wire asks for it.</summary>
internal sealed record TableChange(string Method, Row Row, string? IfMatch);
