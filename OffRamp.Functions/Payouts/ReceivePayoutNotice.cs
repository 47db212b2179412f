using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.Payouts;

/// <summary><c>POST /webhooks/payouts</c>: the payout provider says what became of a payout.</summary>
internal sealed class ReceivePayoutNotice(NoticeInbox inbox, Settings settings, TimeProvider clock)
{
    private const string Prefix = "pay_";

    [Function("ReceivePayoutNotice")]
    [FromProviders]
    [Operation("receivePayoutNotice", "Tell of a payout", Says = NoticeInbox.Says)]
    [Takes(typeof(PayoutNoticeBody))]
    [Answers(202, typeof(NoticeReceipt), Says = "It is stored.")]
    [Answers(200, typeof(NoticeReceipt), Says = "It was stored before; nothing happened.")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.PayoutNotices)] HttpRequest request,
        [DurableClient] DurableTaskClient durable) => inbox.ReceiveAsync(
            request.HttpContext, NoticeSource.Payouts, settings.Payouts.NoticeSecrets, Read,
            (notice, read) => inbox.HandOverAsync(SellOf(read.Fact.PayoutId), NoticeSource.Payouts, notice, read, request.HttpContext.RequestAborted));

    private PayoutNotice? Read(string type, JsonFields data)
    {
        var status = type switch
        {
            "payout.settled" => PayoutStatus.Settled,
            "payout.failed" => PayoutStatus.Failed,
            _ => PayoutStatus.Returned,
        };

        // A failure may come without them; that money moved is believed only with how much.
        var fact = ReadPayoutFact.From(data, data.Text("payout_id", required: true), status, requiresAmount: status != PayoutStatus.Failed);
        return fact is null ? null : new(SellKeys.PayoutNotice(Storage.TableKey.For(fact.PayoutId), type), clock.GetUtcNow(), fact);
    }

    /// <summary>A payout's id is its sell's 26 characters and the number of the attempt; null for any other text.</summary>
    private static SellId? SellOf(string payoutId)
    {
        var attempt = Prefix.Length + Id26.Length;
        return payoutId.StartsWith(Prefix, StringComparison.Ordinal) && payoutId.Length > attempt + 1 && payoutId[attempt] == '_'
            && int.TryParse(payoutId.AsSpan(attempt + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && Id26.TryParse(payoutId.AsSpan(Prefix.Length, Id26.Length), out var id)
            ? new SellId(id)
            : null;
    }
}
