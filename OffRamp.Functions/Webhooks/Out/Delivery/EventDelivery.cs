using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>What became of an event on its way to the partner's endpoint, without what it says.</summary>
internal sealed record EventDelivery(
    EventId EventId, string Type, long Sequence, DeliveryState State, IReadOnlyList<DeliveryAttempt> Attempts)
{
    /// <summary>The columns that it is read from.</summary>
    public static IReadOnlyList<string> Properties { get; } = ["EventId", "Type", "Sequence", OutgoingEvent.StateName, OutgoingEvent.AttemptsName];

    public static EventDelivery Of(Row row) => new(
        PrefixedId.Parse<EventId>(row.GetString("EventId")!),
        row.GetString("Type")!,
        row.GetInt64("Sequence")!.Value,
        OutgoingEvent.StateOf(row),
        OutgoingEvent.AttemptsOf(row));
}
