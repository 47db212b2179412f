using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Idempotency;

/// <summary>
/// Every night: claims and stored answers that are older than a key is kept. Nobody is answered from them any more, and
/// what was answered is not kept longer than was promised. Only the partitions of credentials are gone through.
/// </summary>
internal sealed partial class ForgetClaims(TableStore store, TimeProvider clock, ILogger<ForgetClaims> log)
{
    private const int AtOnce = 8;

    // Clocks of two instances differ: nothing is taken away that one of them would still answer from.
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);
    private static readonly string[] Credentials = ["p|", "s|", "o|"];

    private readonly Table index = store.Table(StorageNames.Index);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var forgotten = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        foreach (var credential in Credentials)
        {
            var filter = TableFilter.PartitionStartsWith(credential)
                .And.RowKeyStartsWith(ClaimStore.RowPrefix)
                .And.InstantAtMost(ClaimStore.ClaimedAt, clock.GetUtcNow() - ClaimStore.Kept - Margin);
            await Parallel.ForEachAsync(index.QueryAllAsync(filter, cancellation), options, async (row, token) =>
            {
                if (await DeleteAsync(row, token))
                {
                    Interlocked.Increment(ref forgotten);
                }
            });
        }

        Forgotten(forgotten);
    }

    /// <summary>False where somebody has used the key anew meanwhile, or was as fast.</summary>
    private async Task<bool> DeleteAsync(Row row, CancellationToken cancellation)
    {
        try
        {
            await index.DeleteAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation);
            return true;
        }
        catch (StorageException e) when (e is StorageNotFoundException or StoragePreconditionException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Old idempotency keys were forgotten. Count: {Count}.")]
    private partial void Forgotten(int count);
}
