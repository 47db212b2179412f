using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Sells.Store;

/// <summary>What an end sets free outside the sell's own rows. Safe to repeat, and repeated after a crash.</summary>
internal sealed class SellEndings(Reservations reservations)
{
    public async Task CloseAsync(Sell sell, CancellationToken cancellation)
    {
        if (sell.Status != SellStatus.Completed)
        {
            await reservations.ReleaseAsync(sell.PartnerId, sell.UserKey, sell.Id, cancellation);
        }
    }
}
