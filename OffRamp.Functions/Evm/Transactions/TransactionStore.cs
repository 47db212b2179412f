using System.Text.Json;
using Azure;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>
/// The transactions of our account. What is written here comes before what happens: the wish before the nonce, the nonce with the
/// counter in one table transaction, the signed bytes before anybody is shown them.
/// </summary>
internal sealed class TransactionStore(TableStore store, EvmSettings settings)
{
    private const string Prefix = "x|";
    private const string OpenPrefix = "q|";
    private const string CounterPrefix = "nonce|";
    private const string Next = "Next";
    private const string Data = "Data";

    private readonly Table index = store.Table(StorageNames.Index);
    private readonly string partition = IndexKeys.Chain(settings.Network);

    public async Task<Transaction?> FindAsync(string id, CancellationToken cancellation) =>
        await index.GetAsync(partition, Prefix + id, cancellation: cancellation) is { } row ? Read(row) : null;

    /// <summary>False where there is one of its id.</summary>
    public Task<bool> TryAddAsync(Transaction transaction, CancellationToken cancellation, params IEnumerable<TableOperation> beside) => TryAsync(
        [TableOperation.Insert(Write(transaction)), TableOperation.Insert(new Row(partition, OpenPrefix + transaction.Id)), .. beside], cancellation);

    /// <summary>All that are not final, in the order of their nonces; then those that have none yet, oldest first.</summary>
    public async Task<IReadOnlyList<Transaction>> ReadOpenAsync(CancellationToken cancellation)
    {
        var open = new List<Transaction>();
        await foreach (var row in index.QueryAllAsync(TableFilter.PartitionEquals(partition).And.RowKeyStartsWith(OpenPrefix), cancellation))
        {
            if (await FindAsync(row.RowKey[OpenPrefix.Length..], cancellation) is { Status: TransactionStatus.Open } transaction)
            {
                open.Add(transaction);
            }
        }

        return [.. open.OrderBy(transaction => transaction.Nonce ?? long.MaxValue).ThenBy(transaction => transaction.CreatedAt)];
    }

    /// <summary>The nonce of an account that is free by the records; null before its first transaction.</summary>
    public async Task<NonceCounter?> ReadCounterAsync(string account, CancellationToken cancellation) =>
        await index.GetAsync(partition, CounterPrefix + account, cancellation: cancellation) is { } row ? new(row.GetInt64(Next)!.Value, row.ETag) : null;

    /// <summary>Gives the transaction that nonce, which no other gets then. Null where somebody else was faster with either.</summary>
    public async Task<Transaction?> TryReserveAsync(string account, Transaction transaction, NonceCounter? counter, CancellationToken cancellation)
    {
        var row = new Row(partition, CounterPrefix + account).Set(Next, transaction.Nonce + 1);
        var isDone = await TryAsync(
            [counter is null ? TableOperation.Insert(row) : TableOperation.Replace(row, counter.Version), TableOperation.Replace(Write(transaction), transaction.Version)],
            cancellation);
        return isDone ? await FindAsync(transaction.Id, cancellation) : null;
    }

    /// <summary>Null where somebody else has changed it meanwhile.</summary>
    public async Task<Transaction?> TrySaveAsync(Transaction transaction, CancellationToken cancellation) =>
        await TryAsync([TableOperation.Replace(Write(transaction), transaction.Version)], cancellation) ? await FindAsync(transaction.Id, cancellation) : null;

    /// <summary>Nothing of it changes any more.</summary>
    public Task EndAsync(Transaction transaction, CancellationToken cancellation) => TryAsync(
        [TableOperation.Replace(Write(transaction), transaction.Version), TableOperation.Delete(partition, OpenPrefix + transaction.Id, ETag.All)], cancellation);

    private Row Write(Transaction transaction) => new Row(partition, Prefix + transaction.Id)
        .SetLargeText(Data, JsonSerializer.Serialize(transaction, ApiJson.WithoutNulls));

    private static Transaction Read(Row row) =>
        JsonSerializer.Deserialize<Transaction>(row.GetLargeText(Data)!, ApiJson.Options)! with { Version = row.ETag };

    private async Task<bool> TryAsync(IReadOnlyList<TableOperation> operations, CancellationToken cancellation)
    {
        try
        {
            await index.TransactAsync(partition, operations, cancellation);
            return true;
        }
        catch (StorageException e) when (e is StorageConflictException or StoragePreconditionException or StorageNotFoundException)
        {
            return false;
        }
    }
}

/// <param name="Next">The first nonce that was never given to a transaction.</param>
/// <param name="Version">The row's state when it was read.</param>
internal sealed record NonceCounter(long Next, ETag Version);
