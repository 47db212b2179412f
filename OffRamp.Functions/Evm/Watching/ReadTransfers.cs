using System.Collections.Concurrent;
using System.Numerics;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>What was read of a range of blocks.</summary>
/// <param name="Transfers">In the order of the chain.</param>
/// <param name="ToBlock">How far it goes: not always as far as was asked.</param>
internal sealed record ReadRange(IReadOnlyList<ChainTransfer> Transfers, long ToBlock)
{
    /// <summary>There are these too, and of their transactions the nodes have not said the same.</summary>
    public IReadOnlyList<TransferLog> Unread { get; init; } = [];

    /// <summary>It ends where it does because there is so much, and not because the nodes took no more blocks.</summary>
    public bool IsFlood { get; init; }

    /// <summary>Up to here all is read.</summary>
    public long WholeTo => Unread.Count == 0 ? ToBlock : Math.Min(ToBlock, Unread.Min(log => log.Block) - 1);

    /// <summary>Goes on with what was read of the blocks after it.</summary>
    public ReadRange Then(ReadRange next) => new([.. Transfers, .. next.Transfers], next.ToBlock) { Unread = [.. Unread, .. next.Unread], IsFlood = next.IsFlood };
}

/// <summary>
/// Reads transfers to our addresses from the chain, with what the event alone does not say: the place in the transaction, the time, and
/// whether the account has really become richer. Null is: not known.
/// </summary>
internal sealed class ReadTransfers(Chain chain, ReadLogs ranges, Assets assets, EvmSettings settings)
{
    private const int MostAddresses = 500;
    private const int MostAtOnce = 8;
    private const int MostRemembered = 20_000;

    // What a block says is so as long as it is the chain's; its hash is its name.
    private readonly ConcurrentDictionary<(string BlockHash, int Index), ChainTransfer> remembered = new();
    private readonly Doubts<(string BlockHash, string Contract, string Address)> doubts = new();
    private readonly IReadOnlyList<string> contracts = [.. assets.All.Where(asset => asset.Network == settings.Network).Select(asset => asset.Contract.Normalized)];

    /// <summary>So many that were not known before are taken at once: a flood is read in parts.</summary>
    public int MostNews { get; init; } = 200;

    /// <param name="addresses">Whose; lower case.</param>
    /// <param name="fromBlock">The first block.</param>
    /// <param name="heads">The chain as it is: nothing beyond its newest block, and all of it must still be so afterwards.</param>
    /// <param name="toBlock">The last block.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ReadRange?> ReadAsync(IReadOnlyList<string> addresses, long fromBlock, long toBlock, Heads heads, CancellationToken cancellation)
    {
        var logs = new List<TransferLog>();
        foreach (var some in addresses.Chunk(MostAddresses))
        {
            if (await ranges.RunAsync(new(contracts, some, fromBlock, toBlock), cancellation) is not var (found, end))
            {
                return null;
            }

            logs.AddRange(found);
            toBlock = end;
        }

        logs = [.. logs.Where(log => log.Block <= toBlock).OrderBy(log => log.Block).ThenBy(log => log.Index)];
        (logs, var readTo) = WithoutFlood(logs, toBlock);
        var look = new Look(heads);
        var (read, unread) = (new List<ChainTransfer>(), new List<TransferLog>());
        foreach (var some in logs.Chunk(MostAtOnce))
        {
            var completed = await Task.WhenAll(some.Select(log => CompleteAsync(log, look, cancellation)));
            read.AddRange(completed.OfType<ChainTransfer>());
            unread.AddRange(some.Where((_, index) => completed[index] is null));
        }

        // All of it was of one chain, if its end is still what it was.
        return await chain.HasAsync(heads.Newest.Number, heads.Newest.Hash, cancellation) is true ? new(read, readTo) { Unread = unread, IsFlood = readTo < toBlock } : null;
    }

    private (List<TransferLog> Logs, long ToBlock) WithoutFlood(List<TransferLog> logs, long toBlock)
    {
        var news = 0;
        foreach (var log in logs)
        {
            news += remembered.ContainsKey((log.BlockHash, log.Index)) ? 0 : 1;
            if (news > MostNews && log.Block > logs[0].Block)
            {
                return ([.. logs.TakeWhile(earlier => earlier.Block < log.Block)], log.Block - 1);
            }
        }

        return (logs, toBlock);
    }

    private async Task<ChainTransfer?> CompleteAsync(TransferLog log, Look look, CancellationToken cancellation)
    {
        if (remembered.TryGetValue((log.BlockHash, log.Index), out var known))
        {
            return known;
        }

        var receipt = await look.Receipts.AskAsync(log.TxHash, hash => chain.ReadReceiptAsync(hash, cancellation));
        var block = await look.Blocks.AskAsync(log.Block, number => chain.ReadBlockAsync(number, cancellation));
        var position = receipt?.Transfers.ToList().IndexOf(log) ?? -1;
        if (receipt is not { Succeeded: true } || receipt.BlockHash != log.BlockHash || block?.Hash != log.BlockHash || position < 0)
        {
            return null;
        }

        var isWhole = log.Units.IsZero ? true
            : await look.Wholes.AskAsync((log.BlockHash, log.Contract, log.To), _ => IsWholeAsync(log, look.Heads, cancellation));
        var read = new ChainTransfer(log, position, block.At, isWhole);
        if (isWhole is true || (isWhole is false && log.Block <= look.Heads.Final.Number))
        {
            Remember(read);
        }

        return read;
    }

    /// <summary>
    /// Whether the account has what its events say, over the block: nothing else would show a fee, or a balance that changes by itself. Null
    /// also for a no that was found with one newest block only.
    /// </summary>
    public async Task<bool?> IsWholeAsync(TransferLog log, Heads heads, CancellationToken cancellation)
    {
        var query = new TransferQuery([log.Contract], [log.To], log.Block, log.Block);
        var came = await chain.ReadTransfersAsync(query, cancellation);
        var went = await chain.ReadTransfersAsync(query with { From = log.To }, cancellation);
        var before = log.Block == 0 ? 0 : await chain.ReadBalanceAsync(log.Contract, log.To, log.Block - 1, cancellation);
        var after = await chain.ReadBalanceAsync(log.Contract, log.To, log.Block, cancellation);

        // Balances are asked for by a block's number: they are this block's, if it is the chain's afterwards.
        return came is null || went is null || before is null || after is null || await chain.HasAsync(log.Block, log.BlockHash, cancellation) is not true
            ? null
            : doubts.Confirm((log.BlockHash, log.Contract, log.To), after - before == came.Sum() - went.Sum(), heads);
    }

    private void Remember(ChainTransfer transfer)
    {
        if (remembered.Count >= MostRemembered)
        {
            remembered.Clear();
        }

        remembered[(transfer.Log.BlockHash, transfer.Log.Index)] = transfer;
    }

    /// <summary>What transfers of one transaction, or of one block to one address, have in common is asked for once a look.</summary>
    private sealed record Look(Heads Heads)
    {
        public AskOnce<string, Receipt?> Receipts { get; } = new();

        public AskOnce<long, Block?> Blocks { get; } = new();

        public AskOnce<(string BlockHash, string Contract, string Address), bool?> Wholes { get; } = new();
    }

    private sealed class AskOnce<TKey, TValue>
        where TKey : notnull
    {
        private readonly ConcurrentDictionary<TKey, Lazy<Task<TValue>>> asked = new();

        public Task<TValue> AskAsync(TKey key, Func<TKey, Task<TValue>> ask) => asked.GetOrAdd(key, one => new(() => ask(one))).Value;
    }
}
