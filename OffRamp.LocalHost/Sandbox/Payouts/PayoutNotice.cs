using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Notices;

namespace OffRamp.LocalHost.Sandbox.Payouts;

/// <summary>What the payout provider tells about a payout at the moment it settles, fails or comes back.</summary>
internal static class PayoutNotice
{
    public static Notice Of(Payout payout, DateTimeOffset occurredAt)
    {
        var (failureCode, newDetailsCanHelp) = payout.FailureAt(occurredAt);
        return Notice.Of(
            Provider.Payouts,
            $"payout {payout.PayoutId}",
            $"payout.{payout.StatusAt(occurredAt).ToString().ToLowerInvariant()}",
            new
            {
                payout.PayoutId,
                payout.ProviderReference,
                amount = payout.AmountAt(occurredAt),
                payout.Currency,
                failure_code = failureCode,
                retryable_with_new_details = newDetailsCanHelp,
                occurred_at = occurredAt,
            },
            occurredAt);
    }
}
