using System.Text.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Webhooks.Out;

/// <summary>
/// Something a partner is told: a row of the transaction that made the change. <c>Data</c> is the session or the sell
/// as it was right then, without what the session's row adds when the event is rendered (metadata).
/// </summary>
internal sealed record WebhookEvent
{
    public required EventId Id { get; init; }
    public required string Type { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Counts the events of a session and its sell together, from 1, without gaps.</summary>
    public required long Sequence { get; init; }
    public string? PreviousStatus { get; init; }
    public required string Data { get; init; }

    public Row ToRow(SellId partition) =>
        new Row(SellKeys.Partition(partition), SellKeys.Event(Sequence))
            .Set(SellKeys.Handled, 0)
            .Set("EventId", Id.ToString())
            .Set("Type", Type)
            .Set("CreatedAt", CreatedAt)
            .Set("Sequence", Sequence)
            .Set("PreviousStatus", PreviousStatus)
            .SetLargeText("Data", Data);

    public static WebhookEvent Of(Row row) => new()
    {
        Id = PrefixedId.Parse<EventId>(row.GetString("EventId")!),
        Type = row.GetString("Type")!,
        CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
        Sequence = row.GetInt64("Sequence")!.Value,
        PreviousStatus = row.GetString("PreviousStatus"),
        Data = row.GetLargeText("Data")!,
    };
}
