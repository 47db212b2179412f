using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Store;

/// <summary>What an end sets free outside the sell's own rows. Safe to repeat, and repeated after a crash.</summary>
internal sealed class SellEndings(Reservations reservations)
{
    public async Task CloseAsync(Sell sell, CancellationToken cancellation)
    {
        var amount = PassedThrough(sell);
        foreach (var user in sell.LimitKeys)
        {
            await CloseAsync(sell, user, amount, cancellation);
        }
    }

    /// <summary>What went back counts in a user's day like what was paid, or sending and being refunded would have no limit.</summary>
    public static Money PassedThrough(Sell sell)
    {
        var back = Money.Sum(sell.Refunds.Where(refund => refund.Status == RefundStatus.Sent).Select(refund => refund.Takes), sell.Asset);
        return sell.Status != SellStatus.Completed && sell.LastPayout is { Status: PayoutStatus.Settled } payout ? back + payout.Converts : back;
    }

    private async Task CloseAsync(Sell sell, string user, Money amount, CancellationToken cancellation)
    {
        if (amount.IsPositive)
        {
            await reservations.CountAsync(new(sell.PartnerId, user, sell.Id, amount, sell.UpdatedAt), cancellation);
        }

        if (sell.Status != SellStatus.Completed)
        {
            await reservations.ReleaseAsync(sell.PartnerId, user, sell.Id, cancellation);
        }
    }
}
