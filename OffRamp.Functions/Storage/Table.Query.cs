using System.Runtime.CompilerServices;
using Azure.Data.Tables;

namespace OffRamp.Functions.Storage;

/// <summary>One answer of the service to a query, as of one moment.</summary>
/// <param name="Rows">In the order of their keys.</param>
/// <param name="IsLast">There are no more.</param>
internal sealed record RowPage(IReadOnlyList<Row> Rows, bool IsLast);

internal sealed partial class Table
{
    /// <summary>
    /// All rows that a query wants, in the order of their keys (by UTF-16 code units), fetched page by page as they are
    /// taken: who stops early asks for no more.
    /// </summary>
    /// <param name="query">Which rows; a <see cref="TableFilter"/> does as well.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageNotFoundException">The table itself is missing.</exception>
    public async IAsyncEnumerable<Row> QueryAllAsync(TableQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var page in QueryPagesAsync(query, cancellation))
        {
            foreach (var row in page.Rows)
            {
                yield return row;
            }
        }
    }

    /// <summary>The same, answer by answer, for who has to know what was read at one moment.</summary>
    /// <inheritdoc cref="QueryAllAsync"/>
    public async IAsyncEnumerable<RowPage> QueryPagesAsync(TableQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.PageSize ?? 1);
        var filter = query.Filter?.Text;
        int? rowsPerPage = query.PageSize is { } size ? Math.Min(size, StorageLimits.PageRows) : null;
        var request = new StorageRequest(StorageOperation.Query, Name, filter ?? "(all)");
        var select = Selection(query.Select)?.ToList();
        string? continuation = null;
        do
        {
            // A page is an operation of its own, with its own deadline; the reader may take long between two.
            var page = await store.AskAsync(
                request,
                async token => await client.QueryAsync<TableEntity>(filter, rowsPerPage, select, token).AsPages(continuation).FirstAsync(token),
                cancellation);
            continuation = page.ContinuationToken;
            yield return new RowPage([.. page.Values.Select(entity => new Row(entity))], continuation is null);
        }
        while (continuation is not null);
    }
}
