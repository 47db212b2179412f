using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.Out;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>GET /ops/api/sells/{id}: all that is known of a sell.</summary>
internal sealed class ReadOperatorSell(TableStore store, Outbox outbox, Orchestrations orchestrations)
{
    // From the ledger to the session, in the order of their keys; events and repeated messages lie outside.
    private const string From = SellKeys.LedgerPrefix;
    private const string To = SellKeys.Session + "~";

    private readonly Table table = store.Table(StorageNames.Sells);

    [Function("GetOperatorSell")]
    [ForOperators]
    [Operation("getOperatorSell", "Read all that is known of a sell")]
    [Answers(200, typeof(WholeSellView))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.OperatorSell)] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string id) =>
        PrefixedId.TryParse<SellId>(id, out var sell) && await ReadAsync(sell, request.HttpContext.RequestAborted) is { } found
            ? Results.Ok(found)
            : Problems.NotFound("There is no such sell.");

    /// <summary>The operators' view of a sell; null when there is no such sell.</summary>
    public async Task<WholeSellView?> ReadAsync(SellId id, CancellationToken cancellation)
    {
        var filter = TableFilter.PartitionEquals(SellKeys.Partition(id)).And.RowKeyBetween(From, To);
        var rows = new List<Row>();
        await foreach (var row in table.QueryAllAsync(filter, cancellation))
        {
            rows.Add(row);
        }

        if (rows.Find(row => row.RowKey == SellKeys.Sell) is not { } head)
        {
            return null;
        }

        var told = await outbox.ListAsync(id, cancellation);
        var sell = SellRows.SellOf(head);
        var view = OperatorSellView.Of(sell);
        var owner = rows.Find(row => row.RowKey == SellKeys.Session) is { } session ? EventOwner.Of(session) : null;
        return new WholeSellView
        {
            Sell = view.Sell.With(owner?.Metadata, owner?.Support),
            PartnerId = view.PartnerId,
            Queues = told.Any(one => one.State == DeliveryState.Dead) ? [.. view.Queues, Tables.Queues.WebhookDead] : view.Queues,
            Cases = view.Cases,
            Entries = [.. sell.Entries.Where(entry => !sell.SetAside.Contains(entry.EntryId))],
            Held = view.Held,
            MoneySince = view.MoneySince,
            WakeAt = view.WakeAt,
            Ledger = LedgerView.Of(rows.Where(row => row.RowKey.StartsWith(SellKeys.LedgerPrefix, StringComparison.Ordinal)).Select(SellRows.PostingOf)),
            Notices = [.. rows.Where(row => row.RowKey.StartsWith(SellKeys.InboxPrefix, StringComparison.Ordinal))
                .OrderBy(row => row.GetDateTimeOffset("ReceivedAt")).Select(Notice)],
            WebhookAttempts = told,
            Orchestration = await OrchestrationAsync(SellOrchestrations.InstanceOf(sell), cancellation),
        };
    }

    /// <summary>A silent Durable API must not hide the sell: that is when somebody looks.</summary>
    private async Task<object?> OrchestrationAsync(string instanceId, CancellationToken cancellation)
    {
        var answer = await orchestrations.FindAsync(instanceId, cancellation);
        return answer.IsKnown ? answer.Value : new UnknownOrchestration(instanceId);
    }

    private static InboxView Notice(Row row)
    {
        var kind = row.GetString("Kind");
        var handled = row.GetInt64(SellKeys.Handled) ?? 0;
        return new(
            kind,
            row.GetString("WebhookId"),
            row.GetDateTimeOffset("ReceivedAt"),
            handled > 0 ? handled : null,
            row.GetString(SellRows.Refusal),
            kind is "deposit" or "payout" ? JsonNode.Parse(row.GetLargeText("Fact")!) : null);
    }
}
