using DurableTask.Core.History;

namespace OffRamp.Functions.Operators.Sells;

internal sealed record OrchestrationHistory(IReadOnlyList<HistoryEventView> Data);

/// <summary>Something that an orchestration did or was told, without what was given or answered.</summary>
/// <param name="At">When.</param>
/// <param name="Type">What, as the engine calls it: <c>TaskScheduled</c>, <c>TimerFired</c>.</param>
/// <param name="Name">Of the activity, event or orchestrator; null where it has none.</param>
internal sealed record HistoryEventView(DateTimeOffset At, string Type, string? Name)
{
    public static HistoryEventView Of(HistoryEvent one) => new(
        new(DateTime.SpecifyKind(one.Timestamp, DateTimeKind.Utc)), one.EventType.ToString(), NameOf(one));

    private static string? NameOf(HistoryEvent one) => one switch
    {
        ExecutionStartedEvent started => started.Name,
        TaskScheduledEvent scheduled => scheduled.Name,
        EventRaisedEvent raised => raised.Name,
        EventSentEvent sent => sent.Name,
        SubOrchestrationInstanceCreatedEvent created => created.Name,
        _ => null,
    };
}
