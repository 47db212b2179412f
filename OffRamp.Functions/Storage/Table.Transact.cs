using Azure;

namespace OffRamp.Functions.Storage;

internal sealed partial class Table
{
    /// <summary>
    /// All of the changes or none, within one partition. A failure of several carries
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
        if (operations is [var only])
        {
            // The same to the service, and a quarter of the memory: a batch is text within text, both ways.
            return [await WriteAsync(only, cancellation)];
        }

        return await store.AskAsync(
            new(StorageOperation.Transaction, Name, $"{partitionKey} ({operations.Count})"),
            async token =>
            {
                var answers = (await client.SubmitTransactionAsync(operations.Select(operation => operation.ToAction()), token)).Value;
                return answers.Count == operations.Count
                    ? (IReadOnlyList<ETag>)[.. answers.Select(answer => answer.Headers.ETag ?? default)]
                    : throw new InvalidDataException($"The answer is of {answers.Count} changes; {operations.Count} were asked for.");
            },
            cancellation);
    }

    private static void Check(string partitionKey, IReadOnlyList<TableOperation> operations)
    {
        if (operations.Count == 0)
        {
            throw new ArgumentException("A transaction has at least one change.");
        }

        if (operations.Count > StorageLimits.TransactionOperations)
        {
            throw new StorageLimitException($"The transaction on {partitionKey} has {operations.Count} changes; the most is {StorageLimits.TransactionOperations}.");
        }

        var rowKeys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            operation.Check();
            if (operation.Row.PartitionKey != partitionKey)
            {
                throw new ArgumentException($"The row {operation.Row} is not of the transaction's partition {partitionKey}.");
            }

            if (!rowKeys.Add(operation.Row.RowKey))
            {
                throw new ArgumentException($"The row {operation.Row} is changed twice in one transaction.");
            }
        }
    }
}
