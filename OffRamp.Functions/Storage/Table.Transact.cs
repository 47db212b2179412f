using Azure;
using Azure.Core;

namespace OffRamp.Functions.Storage;

internal sealed partial class Table
{
    /// <summary>
    /// All of the changes or none, within one partition. A failure carries
    /// <see cref="StorageException.FailedOperationIndex"/>; after a <see cref="StorageUnavailableException"/> it is
    /// unknown whether they happened.
    /// </summary>
    /// <param name="partitionKey">The partition of every change.</param>
    /// <param name="operations">1 to 100 changes, each of another row.</param>
    /// <param name="cancellation">Gives up; whether the changes happened is unknown then.</param>
    /// <returns>The new ETags, in the order of the changes; the default for a deletion.</returns>
    /// <exception cref="StorageConflictException">A row to insert exists.</exception>
    /// <exception cref="StoragePreconditionException">A row's state is another.</exception>
    /// <exception cref="StorageNotFoundException">A row to change or delete is gone.</exception>
    /// <exception cref="StorageLimitException">It is more than the service takes; nothing was sent.</exception>
    public async Task<IReadOnlyList<ETag>> TransactAsync(
        string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
    {
        Check(partitionKey, operations);
        var batch = new BatchRequest(store.Endpoint, operations.Select(operation => WireOperation.For(Name, operation)));
        if (batch.Body.Length > StorageLimits.TransactionBytes)
            throw new StorageLimitException($"The transaction on {partitionKey} has {batch.Body.Length} bytes; the most is {StorageLimits.TransactionBytes}.");

        var request = new StorageRequest(StorageOperation.Transaction, "POST", Name, $"{partitionKey} ({operations.Count})");
        using var message = store.Message(request, "$batch");
        message.Request.Headers.SetValue("Content-Type", batch.ContentType);
        message.Request.Content = RequestContent.Create(batch.Body);
        var response = await store.SendAsync(message, cancellation);
        var asked = $"{request.Operation} {Name} {partitionKey}";
        return response.IsError
            ? throw ServiceAnswer.Exception(response, asked)
            : BatchResponse.Read(response.Content.ToString(), operations.Count, asked);
    }

    private static void Check(string partitionKey, IReadOnlyList<TableOperation> operations)
    {
        if (operations.Count == 0)
            throw new ArgumentException("A transaction has at least one change.");
        if (operations.Count > StorageLimits.TransactionOperations)
            throw new StorageLimitException($"The transaction on {partitionKey} has {operations.Count} changes; the most is {StorageLimits.TransactionOperations}.");

        var rowKeys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in operations.Select(operation => operation.Row))
        {
            if (row.PartitionKey != partitionKey)
                throw new ArgumentException($"The row {row} is not of the transaction's partition {partitionKey}.");
            if (!rowKeys.Add(row.RowKey))
                throw new ArgumentException($"The row {row} is changed twice in one transaction.");
        }
    }
}
