using OffRamp.Functions.Deposits;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Recovery;

/// <summary>What the providers know of a sell's money and its record does not.</summary>
/// <param name="Ids">Of payouts, then of refunds.</param>
internal sealed record Unknowns(IReadOnlyList<string> Ids);

/// <summary>
/// Holds a sell against the payout provider's and the custodian's word. The ids of its payouts and refunds are numbered, so that
/// they can be asked for without a record of them. A number may have been given up or refused before the next was sent, so it is
/// looked some numbers beyond the first that never arrived.
/// </summary>
internal sealed class AskProviders(IPayoutProvider payouts, ICustodian custodian)
{
    /// <summary>More than cards can be tried for one sell.</summary>
    public const int NumbersBeyond = 10;

    /// <summary>Null where a provider did not answer: nothing is known then.</summary>
    public async Task<Unknowns?> FindAsync(Sell sell, CancellationToken cancellation)
    {
        var paid = FindAsync(PayoutIds(sell), payouts.AskAsync, cancellation);
        var sentBack = FindAsync(RefundIds(sell), custodian.AskRefundAsync, cancellation);
        return await paid is { } p && await sentBack is { } r ? new Unknowns([.. p, .. r]) : null;
    }

    public static string NextPayout(Sell sell) => PayoutId(sell, sell.Payouts.Count + sell.PayoutsWithdrawn + 1);

    private static async Task<List<string>?> FindAsync(
        IEnumerable<string> ids, Func<string, CancellationToken, Task<Outcome>> ask, CancellationToken cancellation)
    {
        var found = new List<string>();
        foreach (var id in ids)
        {
            switch (await ask(id, cancellation))
            {
                case PayoutNeverArrived or RefundNeverArrived:
                    break;
                case PayoutReported or RefundReported:
                    found.Add(id);
                    break;
                default:
                    return null;
            }
        }

        return found;
    }

    private static IEnumerable<string> PayoutIds(Sell sell) => Enumerable.Range(1, sell.Payouts.Count + sell.PayoutsWithdrawn + NumbersBeyond)
        .Select(number => PayoutId(sell, number)).Except(sell.Payouts.Select(payout => payout.Id));

    private static IEnumerable<string> RefundIds(Sell sell) => Enumerable.Range(1, sell.Refunds.Count + NumbersBeyond)
        .Select(number => $"ref_{sell.Id.Id}_{number}").Except(sell.Refunds.Select(refund => refund.Id));

    private static string PayoutId(Sell sell, int number) => $"pay_{sell.Id.Id}_{number}";
}
