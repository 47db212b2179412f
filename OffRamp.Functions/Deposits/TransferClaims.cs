using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Deposits;

/// <summary>
/// Which sell a transfer is of. It is claimed once, across all sells and for good, before it counts: what one custodian
/// reports for two addresses, or an operator for a second sell, is not money twice. By its claim operators and partners find the
/// sell of a transaction, too.
/// </summary>
internal sealed class TransferClaims(TableStore store)
{
    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>Claims what the change would add. Safe to repeat.</summary>
    /// <returns>Ids of the deposits that are another sell's already.</returns>
    public async Task<IReadOnlySet<string>> ClaimAsync(Sell before, Sell after, CancellationToken cancellation)
    {
        var known = before.Deposits.Select(deposit => deposit.Id).ToHashSet();
        var added = after.Deposits.Where(deposit => !known.Contains(deposit.Id)).ToList();
        var taken = await Task.WhenAll(added.Select(deposit => IsTakenAsync(after, deposit, cancellation)));
        return added.Where((_, i) => taken[i]).Select(deposit => deposit.Id).ToHashSet();
    }

    private async Task<bool> IsTakenAsync(Sell sell, Deposit deposit, CancellationToken cancellation)
    {
        var claim = new Row(IndexKeys.Transaction(deposit.TxHash), IndexKeys.TransferRow(sell.Network, deposit.LogIndex))
            .Set(IndexKeys.ClaimedBy, sell.Id.ToString());
        try
        {
            await index.InsertAsync(claim, cancellation);
            return false;
        }
        catch (StorageConflictException)
        {
            var kept = await index.GetAsync(claim.PartitionKey, claim.RowKey, cancellation: cancellation);
            return kept?.GetString(IndexKeys.ClaimedBy) != sell.Id.ToString();
        }
    }
}
