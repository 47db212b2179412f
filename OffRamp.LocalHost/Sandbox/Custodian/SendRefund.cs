using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Chain;
using OffRamp.LocalHost.Sandbox.Facts;

namespace OffRamp.LocalHost.Sandbox.Custodian;

/// <summary><c>POST /refunds</c>, <c>GET /refunds/{refund_id}</c> and the control that makes an address fail. The fee is 0.</summary>
internal static class SendRefund
{
    public static Outcome Accept(Ask ask)
    {
        var body = ask.Body;
        var address = body.Text("address");
        var refund = new Refund(body.Text("refund_id"), body.Text("asset"), body.OneOf("network", null, "TRC20", "ERC20"), address, body.Amount("amount"))
        {
            AcceptedAt = ask.Now,
            WillFail = ask.Books.BlockedRefundAddresses.Contains(SandboxAddress.Comparable(address)),
        };
        if (body.HasProblems)
        {
            return body.Refusal();
        }

        if (!ask.Books.Refunds.TryGetValue(refund.RefundId, out var known))
        {
            return Outcome.Ok(View(refund, ask.Now), new RefundAccepted(refund));
        }

        return known.AsksTheSameAs(refund)
            ? Outcome.Ok(View(known, ask.Now))
            : Outcome.Refused(409, "refund_id_reused", "This refund_id stands for another refund.");
    }

    public static Outcome Get(Ask ask) => ask.Books.Refunds.TryGetValue(ask.Route("id"), out var refund)
        ? Outcome.Ok(View(refund, ask.Now))
        : Outcome.NotFound("refund_not_found", "No such refund was received.");

    public static Outcome BlockAddress(Ask ask)
    {
        var address = ask.Body.Text("address");
        return ask.Body.HasProblems ? ask.Body.Refusal() : Outcome.Ok(new { address }, new RefundAddressBlocked(address));
    }

    private static object View(Refund refund, DateTimeOffset now) =>
        new { refund_id = refund.RefundId, status = refund.StatusAt(now), tx_hash = refund.TxHashAt(now), fee = "0" };
}
