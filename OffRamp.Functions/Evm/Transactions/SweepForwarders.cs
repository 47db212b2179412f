using System.Numerics;
using Azure;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>
/// Moves confirmed deposits from their addresses to the treasury, many in one transaction of the factory, one transaction at a time.
/// Anybody could: it is a matter of gas, not of trust.
/// </summary>
internal sealed partial class SweepForwarders(
    TableStore tables, Chain chain, FinalBalances finals, TransactionStore store, SendTransactions send, Assets assets, EvmSettings settings, TimeProvider clock,
    ILogger<SweepForwarders> log)
{
    private const int MostAtOnce = 40;
    private const string Current = "sweep";
    private const string HasStayed = "HasStayed";
    private const string NotBefore = "NotBefore";

    /// <summary>An hour less than a day: it is looked at by the hour.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromHours(23);

    /// <summary>One that has not ended for so long keeps all others waiting, and somebody has to hear of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    private readonly Table index = tables.Table(StorageNames.Index);
    private readonly string partition = IndexKeys.Chain(settings.Network);

    private TableFilter All => TableFilter.PartitionEquals(partition).And.RowKeyStartsWith(WatchRows.SweepPrefix);

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (await chain.ReadHeadsAsync(cancellation) is not { } heads || !await HasEndedAsync(heads, cancellation))
        {
            return;
        }

        if (await FindWorthwhileAsync(heads, cancellation) is not [var first, ..] some)
        {
            return;
        }

        var token = TokenOf(first);
        var id = $"swp_{Id26.New(clock.GetUtcNow())}";
        var salts = some.Select(row => Forwarders.SaltOf(PrefixedId.Parse<SellId>(row.GetString("Sell")!))).ToList();
        var wish = new Transaction { Id = id, To = settings.Factory, Data = Abi.Sweep(token, salts), CreatedAt = clock.GetUtcNow() };
        var current = new Row(partition, Current).Set("Id", id).Set("Token", token).SetLargeText("Keys", string.Join('\n', some.Select(row => row.RowKey)));

        // Two that begin at once want the same row, and one of them gets it.
        if (await store.TryAddAsync(wish, cancellation, TableOperation.Insert(current)) && await store.FindAsync(id, cancellation) is { } transaction)
        {
            await send.MoveAsync(transaction, heads, cancellation);
        }
    }

    /// <summary>
    /// The first that are worth their gas, of one token. Dust is not (<c>OFFRAMP_DUST</c>: what is not worth sending back either): it is
    /// taken off the list, stays where it is, and counts as ours in the night; whatever comes to its address puts it on the list again.
    /// But by a final block only: somebody else may have moved what was there, and the chain may take that back.
    /// </summary>
    private async Task<IReadOnlyList<Row>> FindWorthwhileAsync(Heads heads, CancellationToken cancellation)
    {
        var left = new HashSet<string>();
        while (await ReadWaitingAsync(left, cancellation) is [var first, ..] waiting)
        {
            var some = waiting.Where(row => TokenOf(row) == TokenOf(first)).ToList();
            // By the newest block: what was put on the list meanwhile is final in another look's eyes, and may not be in these.
            if (await chain.ReadBalancesAsync(TokenOf(first), [.. some.Select(AddressOf)], heads.Newest.Number, cancellation) is not { } balances)
            {
                return [];
            }

            var dust = DustOf(TokenOf(first));
            var specks = some.Where((_, index) => balances[index] <= dust).ToList();
            left.UnionWith(specks.Select(row => row.RowKey));
            await TakeOffAsync(specks, heads, dust, null, cancellation);
            if (specks.Count < some.Count)
            {
                return [.. some.Except(specks)];
            }
        }

        return [];
    }

    private BigInteger DustOf(string token) =>
        assets.TryFind(ChainAddress.Parse(settings.Network, token), out var asset) ? asset.Dust.Units : BigInteger.Zero;

    /// <summary>Whether none is under way. What a final one has moved is taken off the list.</summary>
    private async Task<bool> HasEndedAsync(Heads heads, CancellationToken cancellation)
    {
        if (await index.GetAsync(partition, Current, cancellation: cancellation) is not { } current)
        {
            return true;
        }

        var transaction = await store.FindAsync(current.GetString("Id")!, cancellation);
        if (transaction is { Status: TransactionStatus.Open }
            || (transaction is { Status: TransactionStatus.Sent } && !await TakeOffAsync(await ReadAsync(current, cancellation), heads, BigInteger.Zero, current, cancellation)))
        {
            if (clock.GetUtcNow() >= transaction.CreatedAt + Patience)
            {
                NotEnded(settings.Network, transaction.Id, transaction.CreatedAt);
            }

            return false;
        }

        // One that another transaction displaced never ran, and has raised its own alarm.
        if (transaction is { Status: TransactionStatus.Failed, TxHash: { } failed })
        {
            NotSwept(settings.Network, transaction.Id, failed);
        }

        await ChangeAsync(TableOperation.Delete(partition, Current, current.ETag), cancellation);
        return true;
    }

    /// <summary>Takes off the list where by a final block no more than that is there.</summary>
    /// <param name="rows">Of one token.</param>
    /// <param name="heads">The chain as it is.</param>
    /// <param name="most">In the token's smallest unit.</param>
    /// <param name="current">The one that was to move it all; null: none was, and what stays is not told of.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False where it is not known what is there: then nothing changes.</returns>
    private async Task<bool> TakeOffAsync(IReadOnlyList<Row> rows, Heads heads, BigInteger most, Row? current, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return true;
        }

        if (await finals.ReadAsync(TokenOf(rows[0]), [.. rows.Select(AddressOf)], heads, cancellation) is not { } there)
        {
            return false;
        }

        foreach (var (row, units) in rows.Zip(there))
        {
            if (units <= most)
            {
                await ChangeAsync(TableOperation.Delete(partition, row.RowKey, row.ETag), cancellation);
            }
            else if (current is not null)
            {
                await KeepAsync(row, current, cancellation);
            }
        }

        return true;
    }

    /// <summary>
    /// Something is still there. Once that may have come meanwhile; twice in a row the token does not let it go, and it is tried once a
    /// day, so that it does not take the place of others.
    /// </summary>
    private Task KeepAsync(Row row, Row current, CancellationToken cancellation)
    {
        var isStuck = row.GetBoolean(HasStayed) is true;
        if (isStuck)
        {
            NotSwept(settings.Network, current.GetString("Id")!, AddressOf(row));
        }

        var kept = row.Set(HasStayed, true).Set(NotBefore, isStuck ? clock.GetUtcNow() + Pause : null);
        return ChangeAsync(TableOperation.Replace(kept, row.ETag), cancellation);
    }

    private async Task ChangeAsync(TableOperation operation, CancellationToken cancellation)
    {
        try
        {
            await index.TransactAsync(partition, [operation], cancellation);
        }
        catch (StorageException e) when (e is StoragePreconditionException or StorageNotFoundException)
        {
            // Another instance was faster, or there is more to move.
        }
    }

    /// <summary>The first that are to be moved now, in the order of their tokens.</summary>
    private async Task<IReadOnlyList<Row>> ReadWaitingAsync(HashSet<string> left, CancellationToken cancellation) =>
        await index.QueryAllAsync(new TableQuery(All) { PageSize = MostAtOnce }, cancellation)
            .Where(row => !(row.GetDateTimeOffset(NotBefore) > clock.GetUtcNow()) && !left.Contains(row.RowKey)).Take(MostAtOnce).ToListAsync(cancellation);

    /// <summary>Those that it was to move, and that are still on the list.</summary>
    private async Task<IReadOnlyList<Row>> ReadAsync(Row current, CancellationToken cancellation)
    {
        var keys = current.GetLargeText("Keys")!.Split('\n').ToHashSet();
        return await index.QueryAllAsync(All, cancellation).Where(row => keys.Contains(row.RowKey)).ToListAsync(cancellation);
    }

    private static string TokenOf(Row row) => row.RowKey.Split('|')[1];

    private static string AddressOf(Row row) => row.RowKey.Split('|')[2];

    [LoggerMessage(EventId = 956, Level = LogLevel.Error, Message = "ALARM: deposits could not be moved to the treasury. Network: {Network}. Transaction: {Id}. Where: {Where}.")]
    private partial void NotSwept(Network network, string id, string where);

    [LoggerMessage(EventId = 956, Level = LogLevel.Error, Message = "ALARM: a transaction that moves deposits to the treasury has not ended for hours, and the others wait for it. Network: {Network}. Transaction: {Id}. Since: {Since}.")]
    private partial void NotEnded(Network network, string id, DateTimeOffset since);
}
