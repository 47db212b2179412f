using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>What is news of a transfer, held against what its sell was told of it last: that alone is told, and kept.</summary>
internal sealed partial class TellNews(WatchStore store, TellSells tell, Assets assets, EvmSettings settings, ILogger<TellNews> log)
{
    /// <summary>It is on the chain: tells what is news of it.</summary>
    public async Task HearAsync(ToldTransfer? known, ChainTransfer transfer, SellId sell, Heads heads, CancellationToken cancellation)
    {
        transfer = transfer.IsWhole is null && known?.Log == transfer.Log ? transfer with { IsWhole = known.IsWhole } : transfer;
        var status = StatusOf(transfer, heads, assets, settings);
        var isNews = known is null || known.Log != transfer.Log || known.Status != status || known.IsWhole != transfer.IsWhole;
        var now = new ToldTransfer(sell, transfer.Log, transfer.Position, transfer.At, transfer.IsWhole, status) { Version = known is { IsSettled: false } ? known.Version : default, Drops = known?.Drops ?? 0 };
        if (isNews)
        {
            if (transfer.IsWhole is false && known?.IsWhole is not false)
            {
                NotWhole(sell.ToString(), transfer.Log.TxHash);
            }

            if (known?.Status != status)
            {
                await tell.RunAsync(now, heads, cancellation);
            }

            await store.TrySaveAsync(now, cancellation);
        }
        else if (status == DepositStatus.Confirmed || (transfer.IsWhole is false && transfer.Log.Block <= heads.Final.Number))
        {
            await store.SettleAsync(known!, cancellation);
        }
    }

    /// <summary>It is not on the chain any more. It may come back in a later block; when its own would be final it is gone for good.</summary>
    public async Task LoseAsync(ToldTransfer known, Heads heads, CancellationToken cancellation)
    {
        if (known.Status != DepositStatus.Dropped)
        {
            var gone = known with { Status = DepositStatus.Dropped, Drops = known.Drops + 1 };
            await tell.RunAsync(gone, heads, cancellation);
            await store.TrySaveAsync(gone, cancellation);
        }
        else if (known.Log.Block <= heads.Final.Number)
        {
            await store.SettleAsync(known, cancellation);
        }
    }

    /// <summary>
    /// Confirmed is what is final, as deep as the asset wants it for that amount, and has made the account richer by what it says.
    /// </summary>
    public static DepositStatus StatusOf(ChainTransfer transfer, Heads heads, Assets assets, EvmSettings settings)
    {
        var isOurs = assets.TryFind(ChainAddress.Parse(settings.Network, transfer.Log.Contract), out var asset);
        var wanted = !isOurs ? int.MaxValue
            : transfer.Log.Units < (System.Numerics.BigInteger)Int128.MaxValue ? asset!.ConfirmationsFor(new((Int128)transfer.Log.Units, asset.Currency))
            : asset!.Confirmations;
        return transfer.IsWhole is true && transfer.Log.Block <= heads.Final.Number && heads.Confirmations(transfer.Log.Block) >= wanted
            ? DepositStatus.Confirmed
            : DepositStatus.Seen;
    }

    [LoggerMessage(EventId = 953, Level = LogLevel.Error, Message = "ALARM: a token moved less than it says; the transfer is not counted. Sell: {SellId}. Transaction: {TxHash}.")]
    private partial void NotWhole(string sellId, string txHash);
}
