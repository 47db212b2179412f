using System.Numerics;
using Azure;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>How far the chain was read for good: no block up to here is looked at again.</summary>
/// <param name="Hash">Of that block: where it changes, what was final was not.</param>
internal sealed record WatchCursor(long Block, string Hash)
{
    /// <summary>The row's state when it was read.</summary>
    public ETag Version { get; init; }
}

/// <summary>An address that was given to a sell.</summary>
/// <param name="Address">In lower case.</param>
/// <param name="Sell">Whose it is.</param>
/// <param name="Birth">The final block when it was given: nothing before it is this sell's.</param>
/// <param name="Until">Transfers to it are looked for with every look until then.</param>
internal sealed record WatchedAddress(string Address, SellId Sell, long Birth, DateTimeOffset Until);

/// <summary>A transfer that the sell was told of, and what it was told last.</summary>
internal sealed record ToldTransfer(SellId Sell, TransferLog Log, int Position, DateTimeOffset At, bool? IsWhole, DepositStatus Status)
{
    /// <summary>The row's state when it was read; the default of one that is new.</summary>
    public ETag Version { get; init; }

    /// <summary>So often it was dropped: what is told after that is told anew, also of the same block.</summary>
    public int Drops { get; init; }

    /// <summary>It is in a final block, or was in one that is gone for good: nothing of it changes any more.</summary>
    public bool IsSettled { get; init; }

    public (string Address, string TxHash, int Position) Key => (Log.To, Log.TxHash, Position);

    public ChainTransfer Transfer => new(Log, Position, At, IsWhole);
}

/// <summary>How that lies in rows, all of a network in one partition.</summary>
internal static class WatchRows
{
    public const string Cursor = "cursor";

    /// <summary>How far the nightly look has read.</summary>
    public const string Night = "night";
    public const string WatchedPrefix = "w|";
    public const string FormerPrefix = "f|";
    public const string OpenPrefix = "o|";
    public const string SettledPrefix = "t|";
    public const string SweepPrefix = "s|";

    public static string Of(ToldTransfer told, bool isSettled) =>
        $"{(isSettled ? SettledPrefix : OpenPrefix)}{told.Log.To}|{told.Log.TxHash}|{told.Position}";

    public static Row Write(string partition, WatchedAddress address, string prefix = WatchedPrefix) => new Row(partition, prefix + address.Address)
        .Set("Sell", address.Sell.ToString())
        .Set("Birth", address.Birth)
        .Set("Until", address.Until);

    public static WatchedAddress ReadAddress(Row row) => new(
        row.RowKey[WatchedPrefix.Length..],
        PrefixedId.Parse<SellId>(row.GetString("Sell")!),
        row.GetInt64("Birth")!.Value,
        row.GetDateTimeOffset("Until")!.Value);

    /// <summary>What is at that address is to go to the treasury.</summary>
    public static Row ToSweep(string partition, ToldTransfer told) =>
        new Row(partition, $"{SweepPrefix}{told.Log.Contract}|{told.Log.To}").Set("Sell", told.Sell.ToString());

    public static Row Write(string partition, ToldTransfer told, bool isSettled) => new Row(partition, Of(told, isSettled))
        .Set("Sell", told.Sell.ToString())
        .Set("Contract", told.Log.Contract)
        .Set("From", told.Log.From)
        .Set("To", told.Log.To)
        .Set("Units", told.Log.Units.ToString(System.Globalization.CultureInfo.InvariantCulture))
        .Set("TxHash", told.Log.TxHash)
        .Set("Block", told.Log.Block)
        .Set("BlockHash", told.Log.BlockHash)
        .Set("Index", told.Log.Index)
        .Set("Position", told.Position)
        .Set("At", told.At)
        .Set("IsWhole", told.IsWhole)
        .Set("Status", told.Status.ToString())
        .Set("Drops", told.Drops);

    public static ToldTransfer ReadTold(Row row) => new(
        PrefixedId.Parse<SellId>(row.GetString("Sell")!),
        new(
            row.GetString("Contract")!,
            row.GetString("From")!,
            row.GetString("To")!,
            BigInteger.Parse(row.GetString("Units")!, System.Globalization.CultureInfo.InvariantCulture),
            row.GetString("TxHash")!,
            row.GetInt64("Block")!.Value,
            row.GetString("BlockHash")!,
            (int)row.GetInt64("Index")!.Value),
        (int)row.GetInt64("Position")!.Value,
        row.GetDateTimeOffset("At")!.Value,
        row.GetBoolean("IsWhole"),
        Enum.Parse<DepositStatus>(row.GetString("Status")!))
    {
        Version = row.ETag,
        Drops = (int)(row.GetInt64("Drops") ?? 0),
        IsSettled = row.RowKey.StartsWith(SettledPrefix, StringComparison.Ordinal),
    };
}
