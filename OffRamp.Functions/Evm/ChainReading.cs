using System.Numerics;
using System.Text.Json;
using OffRamp.Functions.Evm.Rpc;

namespace OffRamp.Functions.Evm;

/// <summary>Reads what one node answers, and takes nothing that is not as the specification has it or as it was asked.</summary>
internal static class ChainReading
{
    private const int WordBytes = 32;

    public static long? Number(RpcAnswer answer) => Hex.Long(Field(answer.Result, "number"));

    public static Block? Block(JsonElement? json, long asked) =>
        Hex.Long(Field(json, "number")) == asked && Hex.Data(Field(json, "hash"), 32) is { } hash
        && Hex.Long(Field(json, "timestamp")) is { } seconds and < 100_000_000_000
            ? new(asked, hash, DateTimeOffset.FromUnixTimeSeconds(seconds), Hex.Number(Field(json, "baseFeePerGas")) ?? 0)
            : null;

    /// <summary>All of them, or null: a list with one entry that is not understood is not understood.</summary>
    public static Listed<TransferLog>? Transfers(JsonElement? json, TransferQuery query)
    {
        if (json is not { ValueKind: JsonValueKind.Array } array)
        {
            return null;
        }

        var read = new List<TransferLog>();
        foreach (var item in array.EnumerateArray())
        {
            // What is no ERC-20 transfer, although its first topic is that of one, is none of ours: ERC-721 indexes the third, and
            // anybody's contract may say what it likes.
            if (IsOfAnotherShape(item))
            {
                continue;
            }

            if (Transfer(item) is not { } log || !IsAskedFor(log, query))
            {
                return null;
            }

            read.Add(log);
        }

        read.Sort(static (one, other) => (one.Block, one.Index).CompareTo((other.Block, other.Index)));
        return read.Zip(read.Skip(1)).Any(pair => (pair.First.Block, pair.First.Index) == (pair.Second.Block, pair.Second.Index)) ? null : new(read);
    }

    public static Receipt? Receipt(JsonElement? json, string txHash)
    {
        if (json is { ValueKind: JsonValueKind.Null })
        {
            return Evm.Receipt.None;
        }

        if (Hex.Data(Field(json, "transactionHash"), 32) != txHash || Hex.Long(Field(json, "blockNumber")) is not { } block
            || Hex.Data(Field(json, "blockHash"), 32) is not { } blockHash || Hex.Long(Field(json, "status")) is not (0 or 1)
            || Field(json, "logs") is not { ValueKind: JsonValueKind.Array } logs)
        {
            return null;
        }

        var succeeded = Hex.Long(Field(json, "status")) == 1;
        var transfers = new List<TransferLog>();
        foreach (var item in logs.EnumerateArray().Where(item => !IsOfAnotherShape(item)))
        {
            if (Transfer(item) is not { } log || log.TxHash != txHash || log.BlockHash != blockHash)
            {
                return null;
            }

            transfers.Add(log);
        }

        return new(txHash, block, blockHash, succeeded, new([.. transfers.OrderBy(log => log.Index)]));
    }

    /// <summary>Whether a call went through. An error that is not about the call itself says nothing.</summary>
    public static Boxed<bool>? Outcome(RpcAnswer answer) =>
        answer.IsReverted ? new(false)
        : Hex.Data(answer.Result) is { } said ? new(said == "0x" || Hex.Number(JsonSerializer.SerializeToElement(said)) is { IsZero: false })
        : null;

    /// <summary>The numbers of a list by Solidity's ABI, of exactly so many; null for anything else.</summary>
    public static Listed<BigInteger>? Numbers(RpcAnswer answer, int count)
    {
        if (Hex.Data(answer.Result, WordBytes * (2 + count)) is not { } said)
        {
            return null;
        }

        var words = Enumerable.Range(0, 2 + count).Select(index => Hex.Number(said.Substring(2 + (2 * WordBytes * index), 2 * WordBytes))).ToList();
        return words[0] == WordBytes && words[1] == count ? new([.. words.Skip(2)]) : null;
    }

    private static TransferLog? Transfer(JsonElement item)
    {
        var topics = Topics(item);
        var isRemoved = Field(item, "removed") is { ValueKind: JsonValueKind.True };
        return !isRemoved && topics is { Count: 3 } && Hex.Data(Field(item, "address"), 20) is { } contract && Abi.Address(topics[1]) is { } from && Abi.Address(topics[2]) is { } to
            && Hex.Number(Field(item, "data")) is { } units && Hex.Data(Field(item, "transactionHash"), 32) is { } txHash
            && Hex.Long(Field(item, "blockNumber")) is { } block && Hex.Data(Field(item, "blockHash"), 32) is { } blockHash
            && Hex.Long(Field(item, "logIndex")) is { } index and <= int.MaxValue
                ? new(contract, from, to, units, txHash, block, blockHash, (int)index)
                : null;
    }

    /// <summary>Readably something else: what cannot be read is not left out.</summary>
    private static bool IsOfAnotherShape(JsonElement item) => Topics(item) is { } topics && Hex.Data(Field(item, "data")) is { } data
        && !topics.Contains(null)
        && (topics.Count != 3 || topics[0] != Abi.TransferTopic || data.Length != 66 || Abi.Address(topics[1]) is null || Abi.Address(topics[2]) is null);

    private static bool IsAskedFor(TransferLog log, TransferQuery query) =>
        query.Contracts.Contains(log.Contract) && log.Block >= query.FromBlock && log.Block <= query.ToBlock
        && (query.From is { } from ? log.From == from : query.To.Contains(log.To));

    private static List<string?>? Topics(JsonElement item) =>
        Field(item, "topics") is { ValueKind: JsonValueKind.Array } topics ? [.. topics.EnumerateArray().Select(topic => Hex.Data(topic, 32))] : null;

    private static JsonElement? Field(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) ? value : null;
}
