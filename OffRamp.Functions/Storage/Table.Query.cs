using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;

namespace OffRamp.Functions.Storage;

internal sealed partial class Table
{
    /// <summary>One page of the rows that a query wants.</summary>
    /// <param name="query">Which rows; a <see cref="TableFilter"/> does as well.</param>
    /// <param name="continuation">The page before's; null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    public async Task<RowPage> QueryAsync(TableQuery query, string? continuation = null, CancellationToken cancellation = default)
    {
        var request = new StorageRequest(StorageOperation.Query, "GET", Name, query.Filter?.Text ?? "(all)");
        using var message = store.Message(request, $"{Name}(){Parameters(query, continuation)}");
        var response = await store.SendAsync(message, cancellation);
        if (response.IsError)
            throw ServiceAnswer.Exception(response, $"{request.Operation} {Name} {request.Target}");

        using var json = JsonDocument.Parse(response.Content.ToMemory());
        var rows = json.RootElement.GetProperty("value").EnumerateArray().Select(row => RowJson.Read(row)).ToList();
        return new RowPage(rows, Continuation.Of(response));
    }

    /// <summary>All rows that a query wants, fetched page by page as they are taken.</summary>
    public async IAsyncEnumerable<Row> QueryAllAsync(TableQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? continuation = null;
        do
        {
            var page = await QueryAsync(query, continuation, cancellation);
            foreach (var row in page.Rows)
                yield return row;
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    private static string Parameters(TableQuery query, string? continuation)
    {
        var parameters = new List<string>();
        if (query.Filter is { } filter)
            parameters.Add($"$filter={Uri.EscapeDataString(filter.Text)}");
        if (query.Select is { } select)
            parameters.Add($"$select={Selection(select)}");
        if (query.PageSize is { } size)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
            parameters.Add($"$top={Math.Min(size, StorageLimits.PageRows)}");
        }

        parameters.AddRange(Continuation.Parameters(continuation));
        return parameters.Count == 0 ? "" : "?" + string.Join('&', parameters);
    }
}
