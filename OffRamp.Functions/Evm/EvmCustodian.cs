using System.Diagnostics;
using System.Globalization;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Evm;

/// <summary>
/// The custodian of a network that has none: an address is a forwarder's, what came to it is read from the chain at the moment that
/// somebody asks, and a refund is a transaction of our own account.
/// </summary>
internal sealed class EvmCustodian(
    Chain chain, CheckedSetup setup, GasTank gas, ReadTransfers transfers, JudgeTransfers judge, WatchStore store, Refunds refunds, Assets assets,
    EvmSettings settings, TimeProvider clock)
    : ICustodian
{
    /// <summary>For so long each look at the chain looks for transfers to an address; what comes later, the nightly look finds.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromDays(7);

    /// <summary>Of which lists are read to their end, with some to spare for pages that a node answers in parts.</summary>
    private const int MostPages = 10;

    /// <summary>A page ends then too: nodes that take few blocks at once are asked often. By a real clock, for nodes are slow by that.</summary>
    private static readonly TimeSpan MostReading = TimeSpan.FromSeconds(10);

    private volatile bool hasCursor;

    /// <summary>Whether it gave that address: one of the time before is another custodian's.</summary>
    public async Task<bool> HasGivenAsync(string address, CancellationToken cancellation) =>
        await store.FindAsync(address.ToLowerInvariant(), cancellation) is not null;

    /// <summary>Whether it ever took that refund.</summary>
    public async Task<bool> HasTakenAsync(string refundId, CancellationToken cancellation) => await refunds.HasAsync(refundId, cancellation);

    /// <inheritdoc/>
    public async Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation)
    {
        if (await chain.ReadHeadsAsync(cancellation) is not { } heads || heads.AreOld(clock.GetUtcNow())
            || await gas.IsLowAsync(heads, cancellation) is not false
            || await setup.ConfirmAsync(sell, heads.Newest.Number, cancellation) is not { } address)
        {
            return null;
        }

        if (!hasCursor && await store.ReadCursorAsync(cancellation) is null)
        {
            await store.TryMoveAsync(null, heads.Final, cancellation);
        }

        hasCursor = true;
        await store.AddAsync(new(address, sell, heads.Final.Number, clock.GetUtcNow() + Watched), cancellation);
        return new(Forwarders.Checksummed(address), null);
    }

    /// <inheritdoc/>
    public async Task<DepositPage?> ListDepositsAsync(string address, Asset asset, string? cursor, CancellationToken cancellation)
    {
        if (await store.FindAsync(address.ToLowerInvariant(), cancellation) is not { } given
            || await chain.ReadHeadsAsync(cancellation) is not { } heads || heads.AreOld(clock.GetUtcNow()))
        {
            return null;
        }

        var from = cursor is null ? given.Birth : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var block) ? block : long.MaxValue;
        if (from > heads.Newest.Number)
        {
            // A node that lags behind what was read before, or no cursor of ours.
            return null;
        }

        if (await ReadPageAsync(given, from, heads, cancellation) is not { Unread.Count: 0 } read)
        {
            return null;
        }

        var told = await store.ReadToldOfAsync(given.Address, cancellation);
        var facts = new List<DepositFact>();
        foreach (var transfer in read.Transfers)
        {
            // What the watcher has found out of it while the nodes still knew it stands.
            var (judged, status) = await judge.RunAsync(transfer, told.FirstOrDefault(known => known.Log == transfer.Log), heads, cancellation);
            facts.Add(judged.ToFact(settings.Network, AssetOf(transfer.Log), status, heads.Confirmations(transfer.Log.Block)));
        }

        if (read.ToBlock < heads.Newest.Number)
        {
            return new(facts) { NextCursor = (read.ToBlock + 1).ToString(CultureInfo.InvariantCulture) };
        }

        // What was there and is not any more is said too.
        foreach (var known in told.Where(known => known.Status == DepositStatus.Dropped))
        {
            if (await IsThereAsync(known.Transfer, cancellation) is not { } isThere)
            {
                return null;
            }

            facts.AddRange(isThere ? [] : [known.Transfer.ToFact(settings.Network, AssetOf(known.Log), DepositStatus.Dropped, 0)]);
        }

        return new(facts);
    }

    /// <summary>Whether any block has it, also one of an earlier page: what was dropped may come back. Null where that is not known.</summary>
    private async Task<bool?> IsThereAsync(ChainTransfer transfer, CancellationToken cancellation) =>
        await chain.ReadReceiptAsync(transfer.Log.TxHash, cancellation) is not { } receipt ? null
            : receipt.Transfers.ElementAtOrDefault(transfer.Position) is { } log && (log.Contract, log.To) == (transfer.Log.Contract, transfer.Log.To);

    /// <summary>So many blocks that the pages of an address do not become more with its age than anybody reads.</summary>
    private async Task<ReadRange?> ReadPageAsync(WatchedAddress given, long from, Heads heads, CancellationToken cancellation)
    {
        var all = new ReadRange([], from - 1);
        var ranges = 1 + ((heads.Newest.Number - given.Birth) / settings.BlockRange / MostPages);
        var end = Math.Min(heads.Newest.Number, all.ToBlock + (ranges * settings.BlockRange));
        var began = Stopwatch.GetTimestamp();
        while (all.ToBlock < end && Stopwatch.GetElapsedTime(began) < MostReading)
        {
            var to = Math.Min(end, all.ToBlock + settings.BlockRange);
            if (await transfers.ReadAsync([given.Address], all.ToBlock + 1, to, heads, cancellation) is not { } read)
            {
                return null;
            }

            all = all.Then(read);
        }

        return all;
    }

    /// <inheritdoc/>
    public Task<Outcome> SendRefundAsync(Refund refund, Network network, CancellationToken cancellation) => refunds.SendAsync(refund, cancellation);

    /// <inheritdoc/>
    public Task<Outcome> AskRefundAsync(string refundId, CancellationToken cancellation) => refunds.AskAsync(refundId, cancellation);

    private Asset? AssetOf(TransferLog log) => assets.TryFind(ChainAddress.Parse(settings.Network, log.Contract), out var asset) ? asset : null;
}
