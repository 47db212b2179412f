using System.Numerics;
using System.Text.Json;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm;

/// <summary>A block, as far as it matters here.</summary>
/// <param name="BaseFee">Wei a unit of gas; zero on a network without EIP-1559.</param>
internal sealed record Block(long Number, string Hash, DateTimeOffset At, BigInteger BaseFee);

/// <summary>How far the chain has come: the newest block that a majority has, and the newest that is final.</summary>
internal sealed record Heads(Block Newest, Block Final)
{
    private static readonly TimeSpan OldestOfNow = TimeSpan.FromMinutes(15);

    /// <summary>
    /// More than half of the nodes have no newer block than one of a quarter of an hour ago: they stand still, or the network does. What came since they do not say.
    /// </summary>
    public bool AreOld(DateTimeOffset now) => now - Newest.At >= OldestOfNow;

    /// <summary>1 for the newest block itself.</summary>
    public int Confirmations(long block) => (int)Math.Clamp(Newest.Number - block + 1, 0, int.MaxValue);
}

/// <summary>One Transfer event. Addresses and hashes in lower case with <c>0x</c>.</summary>
/// <param name="Index">Of the log within its block.</param>
internal sealed record TransferLog(string Contract, string From, string To, BigInteger Units, string TxHash, long Block, string BlockHash, int Index);

internal static class TransferLogs
{
    /// <summary>All of them together.</summary>
    public static BigInteger Sum(this IEnumerable<TransferLog> logs) => logs.Aggregate(BigInteger.Zero, (sum, log) => sum + log.Units);
}

/// <summary>What became of a transaction, where it is in a block.</summary>
/// <param name="Transfers">The transfers of ERC-20 tokens in it, in their order: by their place here deposits are known.</param>
internal sealed record Receipt(string TxHash, long Block, string BlockHash, bool Succeeded, Listed<TransferLog> Transfers)
{
    /// <summary>A majority knows of no block that holds it.</summary>
    public static Receipt None { get; } = new("", 0, "", false, []);
}

/// <summary>
/// The chain, as more than half of the nodes agree on it. Null is: not known, and it is safe to ask again. What the nodes answer is
/// held against what was asked: more, less or other than that was not understood.
/// </summary>
internal sealed class Chain(RpcNodes nodes, EvmSettings settings)
{
    /// <summary>The newest block, and the newest of which the network says that it is final, but at least so deep as the settings want.</summary>
    public async Task<Heads?> ReadHeadsAsync(CancellationToken cancellation)
    {
        var newest = nodes.ReachedAsync("eth_blockNumber", [], answer => Hex.Long(answer.Result), cancellation);
        var said = settings.AsksForFinalized
            ? await nodes.ReachedAsync("eth_getBlockByNumber", ["finalized", false], ChainReading.Number, cancellation)
            : long.MaxValue;
        if (await newest is not { } number || said is not { } finalized
            || await ReadBlockAsync(number, cancellation) is not { } head
            || await ReadBlockAsync(Math.Max(0, Math.Min(finalized, number - settings.FinalAfter)), cancellation) is not { } final)
        {
            return null;
        }

        return new(head, final);
    }

    public Task<Block?> ReadBlockAsync(long number, CancellationToken cancellation) =>
        nodes.AgreeAsync("eth_getBlockByNumber", [Hex.Of(number), false], answer => ChainReading.Block(answer.Result, number), cancellation);

    /// <summary>Whether a block is still the chain's; null where that is not known.</summary>
    public async Task<bool?> HasAsync(long number, string hash, CancellationToken cancellation) =>
        await ReadBlockAsync(number, cancellation) is { } block ? block.Hash == hash : null;

    /// <summary>Transfers of those tokens to one of those addresses, in the order of the chain.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Listed<TransferLog>?> ReadTransfersAsync(TransferQuery query, CancellationToken cancellation)
    {
        object?[] topics = query.From is { } from
            ? [Abi.TransferTopic, Abi.Topic(from)]
            : [Abi.TransferTopic, null, query.To.Select(Abi.Topic).ToArray()];
        var filter = new { address = query.Contracts, topics, fromBlock = Hex.Of(query.FromBlock), toBlock = Hex.Of(query.ToBlock) };
        return nodes.AgreeAsync("eth_getLogs", [filter], answer => ChainReading.Transfers(answer.Result, query), cancellation);
    }

    /// <summary><see cref="Receipt.None"/> where it is in no block.</summary>
    public Task<Receipt?> ReadReceiptAsync(string txHash, CancellationToken cancellation) =>
        nodes.AgreeAsync("eth_getTransactionReceipt", [txHash], answer => ChainReading.Receipt(answer.Result, txHash), cancellation);

    /// <summary>What an account has of a token after that block.</summary>
    public async Task<BigInteger?> ReadBalanceAsync(string contract, string account, long block, CancellationToken cancellation) =>
        await CallAsync(contract, Abi.BalanceOf(account), block, cancellation) is { Length: 66 } said ? Hex.Number(JsonSerializer.SerializeToElement(said)) : null;

    /// <summary>The same of many accounts, in their order and at one block, as the factory counts it.</summary>
    public Task<Listed<BigInteger>?> ReadBalancesAsync(string contract, IReadOnlyList<string> accounts, long block, CancellationToken cancellation) =>
        nodes.AgreeAsync(
            "eth_call", [new { to = settings.Factory, data = Abi.BalancesOf(contract, accounts) }, Hex.Of(block)], answer => ChainReading.Numbers(answer, accounts.Count), cancellation);

    /// <summary>What an account has of the network's own coin, in wei.</summary>
    public async Task<BigInteger?> ReadGasAsync(string account, long block, CancellationToken cancellation) =>
        (await nodes.AgreeAsync("eth_getBalance", [account, Hex.Of(block)], answer => Boxed.Of(Hex.Number(answer.Result)), cancellation))?.Value;

    /// <summary>How many transactions of the account are in blocks up to that one.</summary>
    public async Task<long?> ReadNonceAsync(string account, long block, CancellationToken cancellation) =>
        (await nodes.AgreeAsync("eth_getTransactionCount", [account, Hex.Of(block)], answer => Boxed.Of(Hex.Long(answer.Result)), cancellation))?.Value;

    /// <summary>The network's number by EIP-155.</summary>
    public async Task<long?> ReadChainIdAsync(CancellationToken cancellation) =>
        (await nodes.AgreeAsync("eth_chainId", [], answer => Boxed.Of(Hex.Long(answer.Result)), cancellation))?.Value;

    /// <summary>What a contract answers; null also where it does not.</summary>
    public Task<string?> CallAsync(string contract, string data, long block, CancellationToken cancellation) =>
        nodes.AgreeAsync("eth_call", [new { to = contract, data }, Hex.Of(block)], answer => Hex.Data(answer.Result), cancellation);

    /// <summary>Whether a call would go through after that block; false only where a majority says that the contract refuses it.</summary>
    public async Task<bool?> WouldSucceedAsync(string from, string contract, string data, long block, CancellationToken cancellation) =>
        (await nodes.AgreeAsync("eth_call", [new { from, to = contract, data }, Hex.Of(block)], ChainReading.Outcome, cancellation))?.Value;

    /// <summary>What the nodes think that the call takes of gas; null where none can say.</summary>
    public Task<BigInteger?> EstimateGasAsync(string from, string to, string data, CancellationToken cancellation) =>
        ReadMiddleAsync("eth_estimateGas", [new { from, to, data }], cancellation);

    /// <summary>What the nodes think that a block's maker wants on top, in wei a unit of gas.</summary>
    public Task<BigInteger?> ReadTipAsync(CancellationToken cancellation) => ReadMiddleAsync("eth_maxPriorityFeePerGas", [], cancellation);

    /// <summary>Hands a signed transaction to all nodes. What they say of it decides nothing: whether it arrived, a block will show.</summary>
    public Task SendAsync(string raw, CancellationToken cancellation) => nodes.AskAllAsync("eth_sendRawTransaction", [raw], cancellation);

    /// <summary>The middle of what the nodes guess, so that one alone moves nothing; of two the higher.</summary>
    private async Task<BigInteger?> ReadMiddleAsync(string method, IReadOnlyList<object?> parameters, CancellationToken cancellation)
    {
        var said = (await nodes.AskAllAsync(method, parameters, cancellation)).Select(answer => Hex.Number(answer.Result)).OfType<BigInteger>().Order().ToList();
        return said.Count == 0 ? null : said[said.Count / 2];
    }
}

/// <summary>Which transfers are asked for.</summary>
/// <param name="Contracts">Of which tokens; lower case.</param>
/// <param name="To">To which addresses; lower case.</param>
/// <param name="FromBlock">The first block.</param>
/// <param name="ToBlock">The last.</param>
internal sealed record TransferQuery(IReadOnlyList<string> Contracts, IReadOnlyList<string> To, long FromBlock, long ToBlock)
{
    /// <summary>Instead of all to some addresses, all from this one.</summary>
    public string? From { get; init; }
}
