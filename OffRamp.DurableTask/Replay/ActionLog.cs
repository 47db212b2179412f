using Google.Protobuf.Collections;
using OffRamp.DurableTask.Wire;

namespace OffRamp.DurableTask.Replay;

internal enum ActionKind
{
    Activity,
    Timer,
    SubOrchestration,
    Event,
}

/// <summary>
/// What the orchestrator asked for, by sequence id, held against what the history says was asked for. Ids are dense and
/// start at 0, so lists do for maps. An action that the history already holds is never built: replay costs no messages.
/// </summary>
internal sealed class ActionLog
{
    // The Durable engine writes timers of its own under this id; they are none of ours.
    private const int EngineTimerId = -100;

    private readonly List<Asked> asked = [];
    private readonly HistoryEvent?[] recorded;

    public ActionLog(RepeatedField<HistoryEvent> pastEvents) => recorded = IndexById(pastEvents);

    /// <summary>Takes the next sequence id. The caller builds the message if <paramref name="isNew"/> says so.</summary>
    public int Ask(ActionKind kind, string? name, out bool isNew)
    {
        var id = asked.Count;
        isNew = !IsRecorded(id, kind, name);
        asked.Add(new Asked(kind, name) { IsPending = true });
        return id;
    }

    public void Build(OrchestratorAction action) => asked[action.Id].Message = action;

    /// <summary>The next id, for the completion; it is the last one.</summary>
    public int NextId => asked.Count;

    /// <summary>The history says this was asked for: it must be what we asked for too.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">It is not.</exception>
    public void Confirm(int id, ActionKind kind, string? name)
    {
        if (id == EngineTimerId && kind == ActionKind.Timer)
            return;
        if (id < 0 || id >= asked.Count || !asked[id].IsPending)
            throw NonDeterministicOrchestrationException.NotScheduled(id, kind, name);
        var ours = asked[id];
        if (!ours.Matches(kind, name))
            throw NonDeterministicOrchestrationException.Scheduled(id, kind, name, ours.Kind, ours.Name);
        ours.IsPending = false;
    }

    /// <summary>Adds what was asked for and is not in the history yet, in order.</summary>
    public void CopyPendingTo(RepeatedField<OrchestratorAction> actions)
    {
        foreach (var action in asked)
        {
            if (action is { IsPending: true, Message: { } message })
                actions.Add(message);
        }
    }

    private bool IsRecorded(int id, ActionKind kind, string? name) =>
        id < recorded.Length && recorded[id] is { } past && KindOf(past) is var (pastKind, pastName)
        && new Asked(pastKind, pastName).Matches(kind, name);

    private static HistoryEvent?[] IndexById(RepeatedField<HistoryEvent> pastEvents)
    {
        var last = -1;
        foreach (var past in pastEvents)
            last = Math.Max(last, past.EventId);

        var byId = new HistoryEvent?[Math.Min(last, pastEvents.Count) + 1];
        foreach (var past in pastEvents)
        {
            if (past.EventId >= 0 && past.EventId < byId.Length && KindOf(past) is not null)
                byId[past.EventId] = past;
        }

        return byId;
    }

    private static (ActionKind Kind, string? Name)? KindOf(HistoryEvent past) => past.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskScheduled => (ActionKind.Activity, past.TaskScheduled.Name),
        HistoryEvent.EventTypeOneofCase.TimerCreated => (ActionKind.Timer, null),
        HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated =>
            (ActionKind.SubOrchestration, past.SubOrchestrationInstanceCreated.Name),
        HistoryEvent.EventTypeOneofCase.EventSent => (ActionKind.Event, past.EventSent.Name),
        _ => null,
    };

    private sealed class Asked(ActionKind kind, string? name)
    {
        public ActionKind Kind => kind;

        public string? Name => name;

        public bool IsPending { get; set; }

        public OrchestratorAction? Message { get; set; }

        public bool Matches(ActionKind otherKind, string? otherName) =>
            kind == otherKind && string.Equals(name, otherName, StringComparison.OrdinalIgnoreCase);
    }
}
