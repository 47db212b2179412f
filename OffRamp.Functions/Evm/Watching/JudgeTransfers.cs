using System.Numerics;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>
/// Whether a transfer counts. Confirmed is what is final, as deep as the asset wants it for that amount, and has made the account richer
/// by what it says; and when that is said, the account has what all its transfers say, so that no balance has changed by itself meanwhile.
/// </summary>
internal sealed partial class JudgeTransfers(AddUp addUp, WatchStore store, Assets assets, EvmSettings settings, TimeProvider clock, ILogger<JudgeTransfers> log)
{
    /// <summary>Those that are deep enough and wait for an answer.</summary>
    private readonly Lasting<(string Address, string TxHash, int Position)> unknown = new(clock);

    /// <param name="transfer">As the chain has it.</param>
    /// <param name="known">What its sell was told of it last; null: nothing.</param>
    /// <param name="heads">The chain as it is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Seen where it is not known yet; and the transfer, with what was found out of it.</returns>
    public async Task<(ChainTransfer Transfer, DepositStatus Status)> RunAsync(ChainTransfer transfer, ToldTransfer? known, Heads heads, CancellationToken cancellation)
    {
        // What was found out stays so, also where the nodes have forgotten it, as long as it is in the same block.
        var before = known?.Log == transfer.Log ? known : null;
        transfer = transfer.IsWhole is null || before?.IsWhole is false ? transfer with { IsWhole = before?.IsWhole } : transfer;
        if (transfer.IsWhole is false || !IsDeep(transfer, heads))
        {
            return (transfer, DepositStatus.Seen);
        }

        var isThere = before?.Status == DepositStatus.Confirmed ? true
            : transfer.IsWhole is true ? await IsThereAsync(transfer.Log, heads, cancellation)
            : null;
        if (unknown.Lasts(transfer.Key, isThere is null))
        {
            NotKnown(settings.Network, transfer.Log.TxHash);
        }

        return (isThere is false ? transfer with { IsWhole = false } : transfer, isThere is true ? DepositStatus.Confirmed : DepositStatus.Seen);
    }

    private bool IsDeep(ChainTransfer transfer, Heads heads)
    {
        var isOurs = assets.TryFind(ChainAddress.Parse(settings.Network, transfer.Log.Contract), out var asset);
        var wanted = !isOurs ? int.MaxValue
            : transfer.Log.Units < (BigInteger)Int128.MaxValue ? asset!.ConfirmationsFor(new((Int128)transfer.Log.Units, asset.Currency))
            : asset!.Confirmations;
        return transfer.Log.Block <= heads.Final.Number && heads.Confirmations(transfer.Log.Block) >= wanted;
    }

    private async Task<bool?> IsThereAsync(TransferLog log, Heads heads, CancellationToken cancellation) =>
        await store.FindAsync(log.To, cancellation) is { } address ? await addUp.RunAsync(address, log.Contract, heads, cancellation) : null;

    [LoggerMessage(EventId = 958, Level = LogLevel.Error, Message = "ALARM: nodes have not said for 15 minutes whether an address has all that came to it; a transfer that is final is not counted. Network: {Network}. Transaction: {TxHash}.")]
    private partial void NotKnown(Network network, string txHash);
}
