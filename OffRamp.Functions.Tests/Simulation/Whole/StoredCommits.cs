using System.Text.Json;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out;

namespace OffRamp.Functions.Tests.Simulation.Whole;

/// <summary>Reads from the rows what each transaction did to the sell, and has it checked.</summary>
internal sealed class StoredCommits(MemoryTables tables, Sell first, Checks checks) : IKeptSell
{
    private readonly string partition = SellKeys.Partition(first.Id);

    public Sell Sell { get; private set; } = first;

    /// <summary>Whatever a notice said is kept for whoever was answered; a request that was taken in was answered too.</summary>
    public IReadOnlyList<InboxRow> Inbox =>
    [
        .. tables.Query(StorageNames.Sells, row => row.PartitionKey == partition && row.Properties.ContainsKey("Kind")).Select(row =>
        {
            var (item, isHandled) = (SellRows.InboxItemOf(row), row.GetInt64(SellKeys.Handled) > 0);
            return new InboxRow(item, item.ReceivedAt) { IsHandled = isHandled, IsAcknowledged = isHandled || item is DepositNotice or PayoutNotice };
        }),
    ];

    public void Written(string table, IReadOnlyList<Written> written)
    {
        if (table != StorageNames.Sells || written.FirstOrDefault(one => one.After is { RowKey: SellKeys.Sell }) is not { After: { } head })
        {
            return;
        }

        var (before, after) = (Sell, SellRows.SellOf(head));
        Sell = after;
        var rows = written.Select(one => one.After).OfType<Row>().ToList();
        var inbox = rows.Where(row => row.Properties.ContainsKey("Kind")).ToList();
        var step = after.IsAtRest ? new Step(after.Phase, NextStep.Failed, after.WakeAt) : new Step(after.Phase, NextStep.AwaitNotice, after.WakeAt);
        var decision = new Decision(after, [.. EventsOf(rows, after)], [.. PostingsOf(rows)], step, true)
        {
            Refusals = inbox.Where(row => row.GetString(SellRows.Refusal) is not null).ToDictionary(row => row.RowKey, row => row.GetString(SellRows.Refusal)!),
        };
        var flow = Flow.Current;
        var outcome = flow.Heard is { } heard ? heard with { Kyc = flow.Kyc, CurrentRate = flow.Rate } : null;
        checks.Written(before, decision, [.. inbox.Select(SellRows.InboxItemOf)], outcome, DateTimeOffset.MinValue);
    }

    /// <summary>The events among some rows, each with as much of the sell as it was then as an event says.</summary>
    public static IEnumerable<SellEvent> EventsOf(IEnumerable<Row> rows, Sell after)
    {
        foreach (var told in rows.Where(row => row.RowKey.StartsWith(SellKeys.EventPrefix, StringComparison.Ordinal)).Select(WebhookEvent.Of))
        {
            using var data = JsonDocument.Parse(told.Data);
            var then = after with
            {
                Sequence = data.RootElement.GetProperty("sequence").GetInt64(),
                Phase = Word<SellPhase>(data.RootElement.GetProperty("phase").GetString()!),
                Status = Word<SellStatus>(data.RootElement.GetProperty("status").GetString()!),
            };
            yield return new SellEvent(told.Sequence, told.Type, told.CreatedAt, told.PreviousStatus is { } status ? Word<SellStatus>(status) : null, then);
        }
    }

    /// <summary>What was booked, among some rows.</summary>
    public static IEnumerable<Posting> PostingsOf(IEnumerable<Row> rows) =>
        rows.Where(row => row.RowKey.StartsWith(SellKeys.LedgerPrefix, StringComparison.Ordinal)).Select(SellRows.PostingOf);

    private static T Word<T>(string text) where T : struct, Enum => Enum.Parse<T>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
