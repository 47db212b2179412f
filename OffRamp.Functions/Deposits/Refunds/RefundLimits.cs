using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Deposits.Refunds;

/// <summary>
/// What goes back by itself is at most what its user may sell on a day: else many sells of little, each paid in by much, would pass
/// through here together what one of them may not. What a sell has reserved itself was let through when it was made.
/// </summary>
internal sealed class RefundLimits(Reservations reservations, PartnerStore partners, SellPolicies policies)
{
    /// <summary>Counts the refund in its user's day before it leaves. False where that has no room: then a person looks.</summary>
    /// <param name="sell">Whose refund it is.</param>
    /// <param name="refund">About to be sent; again for the same one, it is counted once.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<bool> TryCountAsync(Sell sell, Refund refund, CancellationToken cancellation)
    {
        // A person has looked at this money, or at no less of it.
        var looked = Money.Sum(sell.LiveDepositsOfAnyKind.Where(deposit => deposit.IsReviewed).Select(deposit => deposit.Amount), sell.Asset);
        if (refund.IsDecided || refund.Takes <= looked)
        {
            return true;
        }

        var limit = Limits.For(policies.For(sell).Asset, (await partners.FindAsync(sell.PartnerId, cancellation))?.Partner).PerUserDay;
        foreach (var user in sell.LimitKeys)
        {
            var passed = new Reservation(sell.PartnerId, user, sell.Id, SellEndings.PassedThrough(sell) + refund.Takes, policies.Now)
            {
                IsPaidBeside = sell.Status == SellStatus.Completed,
            };
            if (!await reservations.TryCountAsync(passed, limit, cancellation))
            {
                return false;
            }
        }

        return true;
    }
}
