namespace OffRamp.Functions.Sells;

using OffRamp.Functions.Ids;
using OffRamp.Functions.Webhooks;

/// <summary>What leads to a sell: its place among the open ones, written before the sell itself. Its address led to it before.</summary>
internal sealed class SellPointers(OpenSells open, KnownSells known)
{
    public Task PointAsync(Sell sell, CancellationToken cancellation) => open.PromiseAsync(sell.Id, sell.WakeAt + LookRules.Grace, cancellation);

    /// <summary>The sell is stored: notices for it need not ask whether it is there.</summary>
    public void Remember(SellId sell) => known.Remember(sell);
}
