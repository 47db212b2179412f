using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Sells.Reading;

/// <summary>GET /v1/sells?status=&amp;phase=&amp;label=&amp;user_reference=&amp;tx_hash=&amp;created_after=&amp;created_before=</summary>
internal sealed class ListSells(SessionList list, Cursor cursors)
{
    // A sell is younger than its session, whose time the list is ordered by: so much at most, while a session lives on.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    [Function("ListSells")]
    [ForPartners]
    [Operation("listSells", "List sells, newest first")]
    [Paged]
    [QueryParameter("status", typeof(SellStatus))]
    [QueryParameter("phase", typeof(SellPhase))]
    [QueryParameter("label")]
    [QueryParameter("user_reference")]
    [QueryParameter("tx_hash")]
    [QueryParameter("created_after", typeof(DateTimeOffset))]
    [QueryParameter("created_before", typeof(DateTimeOffset))]
    [Answers(200, typeof(Page<SellView>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Sells)] HttpRequest request)
    {
        var context = request.HttpContext;
        var partner = context.Partner();
        var query = new QueryFields(context.Request.Query);
        var scope = $"sells:{partner.Id}";
        var page = PageRequest.Read(query, cursors, scope);
        var wanted = Read(query);
        query.ThrowIfInvalid();

        return Results.Json(await list.ReadAsync(
            partner, scope, page, wanted, GetSell.Show, context.RequestAborted));
    }

    private static ListFilter Read(QueryFields query)
    {
        var status = query.Word<SellStatus>("status");
        var phase = query.Word<SellPhase>("phase");
        var label = query.OneOf("label",
            [Labels.Under, Labels.Over, Labels.Late, Labels.Duplicate, Labels.Reorged, Labels.Slow, Labels.Returned]);
        var reference = query.Text("user_reference");
        var txHash = query.Parsed("tx_hash", text => TxHash.TryParse(text, out var hash) ? hash : (TxHash?)null,
            "invalid_tx_hash", "a transaction hash")?.Value;
        var after = query.Time("created_after");
        var before = query.Time("created_before");
        return new(reference, after is null ? null : Earlier(after.Value), before, found => found.Sell is { } sell
            && (status is null || sell.Status == status)
            && (phase is null || sell.Phase == phase)
            && (label is null || sell.Labels.Contains(label))
            && (reference is null || sell.UserReference == reference)
            && (txHash is null || Touches(sell, txHash))
            && (after is null || sell.CreatedAt > after)
            && (before is null || sell.CreatedAt < before))
        {
            Way = txHash is not null ? IndexKeys.Transaction(txHash) : reference is not null ? SellIndex.Reference(reference) : null,
        };
    }

    // The earliest time that can be written is a time too.
    private static DateTimeOffset Earlier(DateTimeOffset time) =>
        time - DateTimeOffset.MinValue > LongestWait ? time - LongestWait : DateTimeOffset.MinValue;

    private static bool Touches(Sell sell, string txHash) =>
        sell.Deposits.Any(deposit => deposit.TxHash == txHash)
        || sell.Refunds.Any(refund => TxHash.TryParse(refund.TxHash, out var hash) && hash.Value == txHash);
}
