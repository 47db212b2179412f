using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Deposits;

internal sealed partial class HttpCustodian
{
    private static readonly string[] RefundWords = ["pending", "sent", "failed"];

    /// <inheritdoc/>
    public async Task<Outcome> SendRefundAsync(Refund refund, Network network, CancellationToken cancellation)
    {
        var body = new
        {
            refund_id = refund.Id,
            asset = refund.Amount.Currency.Code,
            network,
            address = refund.Address,
            amount = refund.Amount.ToString(),
        };
        var answer = await http.PostAsync("/refunds", body, refund.Id, cancellation);
        return answer.RefusalOf("refund_id", refund.Id) is not null
            ? new RefundRefused(refund.Id)
            : Read(answer, refund.Id);
    }

    /// <inheritdoc/>
    public async Task<Outcome> AskRefundAsync(string refundId, CancellationToken cancellation)
    {
        var answer = await http.GetAsync($"/refunds/{Uri.EscapeDataString(refundId)}", cancellation);
        return answer is { Status: StatusCodes.Status404NotFound, IsForeign: false } ? new RefundNeverArrived(refundId) : Read(answer, refundId);
    }

    private static Outcome Read(ProviderAnswer answer, string refundId)
    {
        if (!answer.IsSuccess || answer.Body is not { } body)
        {
            return new RefundUnknown(refundId);
        }

        var fields = new JsonFields(body, "", new());
        var word = fields.OneOf("status", RefundWords, required: true);
        var isAnother = fields.Text("refund_id") is { } named && named != refundId;
        var txHash = TxHash.TryParse(answer.Text("tx_hash", maximum: 130), out var hash) ? hash.Value : null;
        if (word is null || isAnother)
        {
            return new RefundUnknown(refundId);
        }

        // Sent means confirmed on chain, and there is no chain without a transaction.
        var status = word == "failed" ? RefundStatus.Failed : word == "sent" && txHash is not null ? RefundStatus.Sent : RefundStatus.Pending;
        return new RefundReported(new RefundFact(refundId, status, txHash) { Fee = answer.Text("fee", maximum: 100) });
    }
}
