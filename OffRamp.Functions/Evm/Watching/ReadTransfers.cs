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

    /// <summary>Up to here all is read.</summary>
    public long WholeTo => Unread.Count == 0 ? ToBlock : Math.Min(ToBlock, Unread.Min(log => log.Block) - 1);

    /// <summary>Goes on with what was read of the blocks after it.</summary>
    public ReadRange Then(ReadRange next) => new([.. Transfers, .. next.Transfers], next.ToBlock) { Unread = [.. Unread, .. next.Unread] };
}

/// <summary>
/// Reads transfers to our addresses from the chain, with what the event alone does not say: the place in the transaction, the time, and
/// whether the account has really become richer. Null is: not known.
/// </summary>
internal sealed class ReadTransfers(Chain chain, Assets assets, EvmSettings settings)
{
    private const int MostAddresses = 500;
    private const int MostAtOnce = 8;
    private const int MostRemembered = 20_000;

    // What a block says is so as long as it is the chain's; its hash is its name.
    private readonly ConcurrentDictionary<(string BlockHash, int Index), ChainTransfer> remembered = new();
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
            if (await ReadLogsAsync(some, fromBlock, toBlock, cancellation) is not var (found, end))
            {
                return null;
            }

            logs.AddRange(found);
            toBlock = end;
        }

        logs = [.. logs.Where(log => log.Block <= toBlock).OrderBy(log => log.Block).ThenBy(log => log.Index)];
        (logs, toBlock) = WithoutFlood(logs, toBlock);
        var (read, unread) = (new List<ChainTransfer>(), new List<TransferLog>());
        foreach (var some in logs.Chunk(MostAtOnce))
        {
            var completed = await Task.WhenAll(some.Select(log => CompleteAsync(log, cancellation)));
            read.AddRange(completed.OfType<ChainTransfer>());
            unread.AddRange(some.Where((_, index) => completed[index] is null));
        }

        // All of it was of one chain, if its end is still what it was.
        return await chain.HasAsync(heads.Newest.Number, heads.Newest.Hash, cancellation) is true ? new(read, toBlock) { Unread = unread } : null;
    }

    /// <summary>A node that will not answer for so many blocks, or so many events, is asked for half of them, down to one block.</summary>
    private async Task<(Listed<TransferLog> Logs, long ToBlock)?> ReadLogsAsync(IReadOnlyList<string> addresses, long fromBlock, long toBlock, CancellationToken cancellation)
    {
        for (var end = toBlock; ; end = fromBlock + ((end - fromBlock) / 2))
        {
            if (await chain.ReadTransfersAsync(new(contracts, addresses, fromBlock, end), cancellation) is { } logs)
            {
                return (logs, end);
            }

            if (end == fromBlock)
            {
                return null;
            }
        }
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

    private async Task<ChainTransfer?> CompleteAsync(TransferLog log, CancellationToken cancellation)
    {
        if (remembered.TryGetValue((log.BlockHash, log.Index), out var known))
        {
            return known;
        }

        var receipt = await chain.ReadReceiptAsync(log.TxHash, cancellation);
        var block = await chain.ReadBlockAsync(log.Block, cancellation);
        var position = receipt?.Transfers.ToList().IndexOf(log) ?? -1;
        if (receipt is not { Succeeded: true } || receipt.BlockHash != log.BlockHash || block?.Hash != log.BlockHash || position < 0)
        {
            return null;
        }

        var read = new ChainTransfer(log, position, block.At, log.Units.IsZero ? true : await IsWholeAsync(log, cancellation));
        if (read.IsWhole is not null)
        {
            Remember(read);
        }

        return read;
    }

    /// <summary>Whether the account has what its events say, over the block: nothing else would show a fee, or a balance that changes by itself.</summary>
    public async Task<bool?> IsWholeAsync(TransferLog log, CancellationToken cancellation)
    {
        var query = new TransferQuery([log.Contract], [log.To], log.Block, log.Block);
        var came = await chain.ReadTransfersAsync(query, cancellation);
        var went = await chain.ReadTransfersAsync(query with { From = log.To }, cancellation);
        var before = log.Block == 0 ? 0 : await chain.ReadBalanceAsync(log.Contract, log.To, log.Block - 1, cancellation);
        var after = await chain.ReadBalanceAsync(log.Contract, log.To, log.Block, cancellation);
        return came is null || went is null || before is null || after is null
            ? null
            : after - before == came.Sum() - went.Sum();
    }

    private void Remember(ChainTransfer transfer)
    {
        if (remembered.Count >= MostRemembered)
        {
            remembered.Clear();
        }

        remembered[(transfer.Log.BlockHash, transfer.Log.Index)] = transfer;
    }
}
