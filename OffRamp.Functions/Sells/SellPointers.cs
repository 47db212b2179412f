namespace OffRamp.Functions.Sells;

using OffRamp.Functions.Deposits;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Webhooks;

/// <summary>What leads to a sell: its address, and its place among the open ones. Written before the sell itself.</summary>
internal sealed class SellPointers(DepositAddresses addresses, OpenSells open, KnownSells known)
{
    public Task PointAsync(Sell sell, CancellationToken cancellation) => Task.WhenAll(
        addresses.PointAsync(ChainAddress.Parse(sell.Network, sell.Deposit.Address), sell.Id, cancellation),
        open.PromiseAsync(sell.Id, sell.WakeAt, cancellation));

    /// <summary>The sell is stored: notices for it need not ask whether it is there.</summary>
    public void Remember(SellId sell) => known.Remember(sell);
}
