using OffRamp.Functions.Deposits;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>What is news of a transfer, held against what its sell was told of it last: that alone is told, and kept.</summary>
internal sealed partial class TellNews(WatchStore store, TellSells tell, JudgeTransfers judge, ILogger<TellNews> log)
{
    /// <summary>It is on the chain: tells what is news of it.</summary>
    public async Task HearAsync(ToldTransfer? known, ChainTransfer transfer, SellId sell, Heads heads, CancellationToken cancellation)
    {
        (transfer, var status) = await judge.RunAsync(transfer, known, heads, cancellation);
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

    [LoggerMessage(EventId = 953, Level = LogLevel.Error, Message = "ALARM: a token moved less than it says; the transfer is not counted. Sell: {SellId}. Transaction: {TxHash}.")]
    private partial void NotWhole(string sellId, string txHash);
}
