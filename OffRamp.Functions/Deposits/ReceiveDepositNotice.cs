using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.Deposits;

/// <summary><c>POST /webhooks/deposits</c>: the custodian saw a transfer, or lost sight of it.</summary>
internal sealed class ReceiveDepositNotice(DepositAddresses addresses, NoticeInbox inbox, Settings settings, TimeProvider clock)
{
    [Function("ReceiveDepositNotice")]
    [FromProviders]
    [Operation("receiveDepositNotice", "Tell of a transfer", Says = NoticeInbox.Says)]
    [Takes(typeof(DepositNoticeBody))]
    [Answers(202, typeof(NoticeReceipt), Says = "It is stored.")]
    [Answers(200, typeof(NoticeReceipt), Says = "It was stored before; nothing happened.")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.DepositNotices)] HttpRequest request,
        [DurableClient] DurableTaskClient durable) => inbox.ReceiveAsync(
            request.HttpContext, NoticeSource.Deposits, settings.Custodian.NoticeSecrets, Read, (notice, read) => TakeAsync(notice, read, request.HttpContext.RequestAborted));

    private async Task<IResult> TakeAsync(SignedNotice notice, DepositNotice read, CancellationToken cancellation)
    {
        var sell = ChainAddress.TryParseAny(read.Fact.Address, out var address) ? await addresses.FindAsync(address, cancellation) : null;
        return await inbox.HandOverAsync(sell, NoticeSource.Deposits, notice, read, cancellation);
    }

    private DepositNotice? Read(string type, JsonFields data)
    {
        var status = ReadDepositFact.Status(type["deposit.".Length..])!.Value;
        return ReadDepositFact.From(data, status) is { } fact
            ? new(SellKeys.DepositNotice(fact.Network, fact.TxHash, fact.LogIndex, type), clock.GetUtcNow(), fact)
            : null;
    }
}
