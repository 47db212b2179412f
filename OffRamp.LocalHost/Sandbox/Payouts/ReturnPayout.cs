using System.Globalization;
using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Facts;

namespace OffRamp.LocalHost.Sandbox.Payouts;

/// <summary>
/// The control <c>POST /sandbox/payouts/{payout_id}/return</c>: the bank sends a payout back, all of it or
/// <c>amount</c>, also before it settled. Again, it changes nothing; one that failed never left.
/// </summary>
internal static class ReturnPayout
{
    public static Outcome Decide(Ask ask)
    {
        if (!ask.Books.Payouts.TryGetValue(ask.Route("id"), out var payout))
        {
            return Outcome.NotFound("payout_not_found", "No such payout was received.");
        }

        var amount = ask.Body.Has("amount") ? ask.Body.Amount("amount") : null;
        if (ask.Body.HasProblems)
        {
            return ask.Body.Refusal();
        }

        if (amount is not null && decimal.Parse(amount, CultureInfo.InvariantCulture) > decimal.Parse(payout.Amount, CultureInfo.InvariantCulture))
        {
            return Outcome.Refused(422, "out_of_range", "amount: no more comes back than was paid");
        }

        var body = new { payout.PayoutId, status = PayoutStatus.Returned };
        return payout.StatusAt(ask.Now) switch
        {
            PayoutStatus.Returned => Outcome.Ok(body),
            PayoutStatus.Failed => Outcome.Refused(409, "payout_failed", "A payout that failed never left."),
            _ => Outcome.Ok(body, new PayoutReturned(payout.PayoutId, ask.Now) { Amount = amount },
                new NoticeQueued(PayoutNotice.Of(payout with { ReturnedAt = ask.Now, ReturnedAmount = amount }, ask.Now))),
        };
    }
}
