using System.Net;
using Azure;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Growth;

/// <summary>The tables of an installation that has sold often: what is made of one sell, and above it what was written since.</summary>
internal sealed class GrownTables(SoldOften sold) : HttpMessageHandler, IWiredTables
{
    private readonly MemoryTables written = new() { IgnoresVersions = true };
    private readonly HashSet<(string Table, string Partition, string Row)> deleted = [];
    private readonly Lock gate = new();

    /// <summary>The product's own store on them.</summary>
    public TableStore Connect(IStorageObserver observer)
    {
        var options = new TableClientOptions();
        TableServiceOptions.Apply(options, isLoopback: true);
        options.Transport = new HttpClientTransport(new HttpClient(this, disposeHandler: false));
        return new TableStore(new TableServiceClient(new Uri("http://127.0.0.1:1/acme"), new TableSharedKeyCredential("acme", "AQ=="), options)) { Observer = observer };
    }

    public void Put(string table, Row row) => written.Put(table, row);

    Row? IWiredTables.Read(string table, string partition, string row) =>
        written.Find(table, partition, row) ?? (deleted.Contains((table, partition, row)) ? null : sold.Find(table, partition, row));

    IEnumerable<Row> IWiredTables.Query(string table, TableWireFilter filter)
    {
        // In ranges of partitions lie only rows that were written: open sells, and partners' tokens.
        var own = written.Query(table, filter);
        if (filter.Partition is not { } partition)
        {
            return own;
        }

        var others = sold.Query(table, partition, filter.RowFrom, filter.RowTo)
            .Where(row => !deleted.Contains((table, partition, row.RowKey)) && written.Find(table, partition, row.RowKey) is null && filter.Matches(row));
        return Merge(own, others);
    }

    (IReadOnlyList<ETag> ETags, int Failed, HttpStatusCode Status) IWiredTables.Write(string table, IReadOnlyList<TableChange> changes)
    {
        foreach (var row in changes.Select(change => change.Row).Where(row => written.Find(table, row.PartitionKey, row.RowKey) is null))
        {
            if (((IWiredTables)this).Read(table, row.PartitionKey, row.RowKey) is { } made)
            {
                written.Put(table, made);
            }
        }

        var outcome = written.Write(table, changes);
        foreach (var gone in changes.Where(change => outcome.Failed < 0 && change.Method == "DELETE"))
        {
            deleted.Add((table, gone.Row.PartitionKey, gone.Row.RowKey));
        }

        return outcome;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        lock (gate)
        {
            var answer = TableWire.Answer(this, request, body);
            answer.RequestMessage = request;
            return answer;
        }
    }

    private static IEnumerable<Row> Merge(IEnumerable<Row> one, IEnumerable<Row> other)
    {
        using var left = one.GetEnumerator();
        using var right = other.GetEnumerator();
        var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        while (hasLeft || hasRight)
        {
            if (hasLeft && (!hasRight || string.CompareOrdinal(left.Current.RowKey, right.Current.RowKey) < 0))
            {
                yield return left.Current;
                hasLeft = left.MoveNext();
            }
            else
            {
                yield return right.Current;
                hasRight = right.MoveNext();
            }
        }
    }
}
