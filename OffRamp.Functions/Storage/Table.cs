using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace OffRamp.Functions.Storage;

/// <summary>
/// One table. All calls are repeated on passing failures (see <see cref="TableServiceOptions"/>), so a write that succeeded
/// while its answer was lost reads as a conflict, a failed precondition or a missing row: see <see cref="StorageException"/>.
/// Every call may also throw <see cref="StorageThrottledException"/> and <see cref="StorageUnavailableException"/>.
/// </summary>
internal sealed partial class Table(TableStore store, TableClient client)
{
    /// <summary>The name in the account, prefix included.</summary>
    public string Name => client.Name;

    /// <summary>Makes the table; nothing happens where it is.</summary>
    public Task CreateIfMissingAsync(CancellationToken cancellation = default) =>
        store.AskAsync(new(StorageOperation.CreateTable, "", Name), client.CreateIfNotExistsAsync, cancellation);

    /// <summary>A new row.</summary>
    /// <returns>Its ETag.</returns>
    /// <exception cref="StorageConflictException">It exists.</exception>
    public Task<ETag> InsertAsync(Row row, CancellationToken cancellation = default) =>
        WriteAsync(TableOperation.Insert(row), cancellation);

    /// <summary>The whole row anew, if its state is still that of <paramref name="ifMatch"/>; <see cref="ETag.All"/> for any.</summary>
    /// <returns>Its new ETag.</returns>
    /// <exception cref="StoragePreconditionException">Its state is another.</exception>
    /// <exception cref="StorageNotFoundException">It is gone.</exception>
    public Task<ETag> ReplaceAsync(Row row, ETag ifMatch, CancellationToken cancellation = default) =>
        WriteAsync(TableOperation.Replace(row, ifMatch), cancellation);

    /// <summary>Sets the row's properties and leaves its others; else as <see cref="ReplaceAsync"/>.</summary>
    /// <returns>Its new ETag.</returns>
    public Task<ETag> MergeAsync(Row row, ETag ifMatch, CancellationToken cancellation = default) =>
        WriteAsync(TableOperation.Merge(row, ifMatch), cancellation);

    /// <summary>The whole row, new or anew, whatever was there.</summary>
    /// <returns>Its ETag.</returns>
    public Task<ETag> UpsertAsync(Row row, CancellationToken cancellation = default) =>
        WriteAsync(TableOperation.Upsert(row), cancellation);

    /// <summary>Sets the row's properties and leaves its others; makes the row where there is none.</summary>
    /// <returns>Its ETag.</returns>
    public Task<ETag> UpsertMergeAsync(Row row, CancellationToken cancellation = default) =>
        WriteAsync(TableOperation.UpsertMerge(row), cancellation);

    /// <summary>Takes a row away, if its state is still that of <paramref name="ifMatch"/>.</summary>
    /// <exception cref="StoragePreconditionException">Its state is another.</exception>
    /// <exception cref="StorageNotFoundException">It is gone.</exception>
    public Task DeleteAsync(string partitionKey, string rowKey, ETag ifMatch, CancellationToken cancellation = default) =>
        WriteAsync(TableOperation.Delete(partitionKey, rowKey, ifMatch), cancellation);

    /// <summary>One row, or null where there is none.</summary>
    /// <param name="partitionKey">The partition.</param>
    /// <param name="rowKey">The row.</param>
    /// <param name="select">Only these properties; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageNotFoundException">The table itself is missing.</exception>
    public Task<Row?> GetAsync(string partitionKey, string rowKey, IReadOnlyList<string>? select = null, CancellationToken cancellation = default)
    {
        var key = $"{TableKey.Check(partitionKey)} {TableKey.Check(rowKey)}";
        return store.AskAsync(
            new(StorageOperation.Get, Name, key),
            async token =>
            {
                var found = await client.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, Selection(select), token);
                if (found.HasValue)
                {
                    return new Row(found.Value!);
                }

                var missing = new RequestFailedException(found.GetRawResponse());
                return missing.ErrorCode == TableErrorCode.TableNotFound ? throw missing : default(Row?);
            },
            cancellation);
    }

    private async Task<ETag> WriteAsync(TableOperation operation, CancellationToken cancellation)
    {
        operation.Check();
        return await store.AskAsync(
            new(operation.Kind, Name, $"{operation.Row}"),
            async token =>
            {
                var response = await SendAsync(operation, token);

                // The SDK takes a row that is gone already for a deletion that succeeded.
                return response.Status switch
                {
                    404 => throw new RequestFailedException(response),
                    _ when operation.Kind == StorageOperation.Delete => default,
                    _ => response.Headers.ETag ?? throw new InvalidDataException("The answer has no ETag."),
                };
            },
            cancellation);
    }

    private Task<Response> SendAsync(TableOperation operation, CancellationToken cancellation)
    {
        var row = operation.Row;
        var ifMatch = operation.IfMatch ?? default;
        return operation.Kind switch
        {
            StorageOperation.Insert => client.AddEntityAsync(row.Entity, cancellation),
            StorageOperation.Replace => client.UpdateEntityAsync(row.Entity, ifMatch, TableUpdateMode.Replace, cancellation),
            StorageOperation.Merge => client.UpdateEntityAsync(row.Entity, ifMatch, TableUpdateMode.Merge, cancellation),
            StorageOperation.Upsert => client.UpsertEntityAsync(row.Entity, TableUpdateMode.Replace, cancellation),
            StorageOperation.UpsertMerge => client.UpsertEntityAsync(row.Entity, TableUpdateMode.Merge, cancellation),
            StorageOperation.Delete => client.DeleteEntityAsync(row.PartitionKey, row.RowKey, ifMatch, cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };
    }

    // The keys are what a row is known by, so they come whatever is selected.
    private static IEnumerable<string>? Selection(IReadOnlyList<string>? select) =>
        select?.Select(TableKey.CheckProperty).Prepend("RowKey").Prepend("PartitionKey");
}
