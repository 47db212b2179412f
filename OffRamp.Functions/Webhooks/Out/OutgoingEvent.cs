using System.Text.Json;
using Azure;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Webhooks.Out;

/// <summary>What became of an event on its way to the partner's endpoint.</summary>
internal enum DeliveryState
{
    /// <summary>It is still to be delivered.</summary>
    Pending,

    Delivered,

    /// <summary>It was tried for days, and given up.</summary>
    Dead,

    /// <summary>Nobody wanted it: no endpoint, a disabled one, or one for other types. It is in the feed all the same.</summary>
    Skipped,
}

/// <summary>One try to deliver: the endpoint's status, or why there was none.</summary>
internal sealed record DeliveryAttempt(DateTimeOffset At, int? StatusCode, string? Error);

/// <summary>An event as stored: with what became of it, and the version of its row.</summary>
internal sealed record OutgoingEvent(WebhookEvent Event, DeliveryState State, IReadOnlyList<DeliveryAttempt> Attempts, ETag ETag)
{
    public const string StateName = "State";
    public const string AttemptsName = "Attempts";

    // Each redelivery may add ten. What happened last is what somebody wants to know.
    private const int MostKept = 50;

    public static OutgoingEvent Of(Row row) => new(
        WebhookEvent.Of(row),
        StateOf(row),
        AttemptsOf(row),
        row.ETag);

    public static DeliveryState StateOf(Row row) =>
        Enum.TryParse<DeliveryState>(row.GetString(StateName), out var state) ? state : DeliveryState.Pending;

    public static IReadOnlyList<DeliveryAttempt> AttemptsOf(Row row) =>
        row.GetString(AttemptsName) is { } attempts ? JsonSerializer.Deserialize<List<DeliveryAttempt>>(attempts, ApiJson.Options)! : [];

    public OutgoingEvent With(DeliveryAttempt attempt) => this with { Attempts = [.. Attempts.TakeLast(MostKept - 1), attempt] };

    /// <summary>Writes what became of it under the version that was read; the event itself never changes.</summary>
    public TableOperation Write(SellId partition) => TableOperation.Merge(ToRow(partition), ETag);

    /// <summary>The same; who looks for what is pending finds it until it is through with on each of its ways.</summary>
    public TableOperation Write(SellId partition, Sending sending) => TableOperation.Merge(
        ToRow(partition).Set(SellKeys.Handled, State == DeliveryState.Pending || Event.Sequence > sending.Published.To ? 0 : 1), ETag);

    private Row ToRow(SellId partition) => new Row(SellKeys.Partition(partition), SellKeys.Event(Event.Sequence))
        .Set(StateName, State.ToString())
        .Set(AttemptsName, Attempts.Count == 0 ? null : JsonSerializer.Serialize(Attempts, ApiJson.WithoutNulls));
}
