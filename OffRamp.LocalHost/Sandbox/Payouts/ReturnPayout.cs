using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Facts;

namespace OffRamp.LocalHost.Sandbox.Payouts;

/// <summary>
/// The control <c>POST /sandbox/payouts/{payout_id}/return</c>: the bank sends a settled payout back.
/// Any settled payout may come back; again, it changes nothing.
/// </summary>
internal static class ReturnPayout
{
    public static Outcome Decide(Ask ask)
    {
        if (!ask.Books.Payouts.TryGetValue(ask.Route("id"), out var payout))
            return Outcome.NotFound("payout_not_found", "No such payout was received.");
        var body = new { payout.PayoutId, status = PayoutStatus.Returned };
        return payout.StatusAt(ask.Now) switch
        {
            PayoutStatus.Returned => Outcome.Ok(body),
            PayoutStatus.Settled => Outcome.Ok(body, new PayoutReturned(payout.PayoutId, ask.Now),
                new NoticeQueued(PayoutNotice.Of(payout with { ReturnedAt = ask.Now }, ask.Now))),
            _ => Outcome.Refused(409, "payout_not_settled", "Only a settled payout can come back."),
        };
    }
}
