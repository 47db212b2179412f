using Google.Protobuf.Collections;
using OffRamp.DurableTask.Wire;
using EventType = OffRamp.DurableTask.Wire.HistoryEvent.EventTypeOneofCase;

namespace OffRamp.DurableTask.Replay;

/// <summary>
/// One turn of one instance: repeats what happened, hears what is new, and says what the orchestrator asks for next.
/// Events are taken one by one; everything the orchestrator does about one happens before the next.
/// </summary>
internal sealed class Turn
{
    private readonly Func<string, TaskOrchestrator?> find;
    private readonly OrchestrationThread thread;
    private readonly ActionLog actions;
    private readonly ReplayContext context;
    private readonly Queue<HistoryEvent> heldBack = new();

    private Task<string?>? story;
    private bool isSuspended;
    private Ending? ending;

    public Turn(OrchestratorRequest request, Func<string, TaskOrchestrator?> find, Action<OrchestrationLogLine>? log)
    {
        this.find = find;
        thread = new OrchestrationThread(log is null ? null : () => log(new OrchestrationLogLine(
            request.InstanceId, nameof(OrchestrationThread), NotDurableText.LeftTheThread, IsWarning: true)));
        actions = new ActionLog(request.PastEvents);
        context = new ReplayContext(actions, thread, log);
    }

    /// <summary>Plays the request. Whatever the orchestrator does, the answer is well formed.</summary>
    public OrchestratorResponse Play(OrchestratorRequest request, out Ending? end)
    {
        var callers = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(thread);
        try
        {
            Play(request.PastEvents);
            context.ReachNewGround();
            Play(request.NewEvents);
            ending ??= DecideEnding();
        }
        catch (NonDeterministicOrchestrationException e)
        {
            ending = Ending.Failed(e);
        }
        finally
        {
            thread.Close();
            SynchronizationContext.SetSynchronizationContext(callers);
        }

        end = ending;
        return Answer(request.InstanceId);
    }

    private void Play(RepeatedField<HistoryEvent> events)
    {
        for (var i = 0; i < events.Count && ending is null; i++)
        {
            var next = events[i];
            if (next.EventTypeCase == EventType.OrchestratorStarted)
                context.MoveClock(next.Timestamp?.ToDateTime() ?? context.CurrentUtcDateTime);
            else if (isSuspended && next.EventTypeCase is not (EventType.ExecutionResumed or EventType.ExecutionTerminated))
                heldBack.Enqueue(next);
            else
                Play(next);
        }
    }

    private void Play(HistoryEvent next)
    {
        switch (next.EventTypeCase)
        {
            case EventType.ExecutionStarted:
                Begin(next.ExecutionStarted);
                break;
            case EventType.EventRaised:
                context.Events.Raise(next);
                break;
            case EventType.ExecutionSuspended:
                isSuspended = true;
                break;
            case EventType.ExecutionResumed:
                Resume();
                break;
            case EventType.ExecutionTerminated:
                ending = Ending.Terminated(next.ExecutionTerminated.Input);
                break;
            default:
                if (!Confirm(next))
                    Answer(next);
                break;
        }

        thread.Drain();
    }

    private void Begin(ExecutionStartedEvent started)
    {
        if (story is not null)
            return;
        context.Start(started);
        story = find(started.Name)?.RunJsonAsync(context, started.Input)
            ?? Task.FromException<string?>(new InvalidOperationException($"There is no orchestrator named '{started.Name}'."));
    }

    private void Resume()
    {
        isSuspended = false;
        while (!isSuspended && heldBack.TryDequeue(out var next))
            Play(next);
    }

    private bool Confirm(HistoryEvent next)
    {
        switch (next.EventTypeCase)
        {
            case EventType.TaskScheduled:
                actions.Confirm(next.EventId, ActionKind.Activity, next.TaskScheduled.Name);
                return true;
            case EventType.TimerCreated:
                actions.Confirm(next.EventId, ActionKind.Timer, null);
                return true;
            case EventType.SubOrchestrationInstanceCreated:
                actions.Confirm(next.EventId, ActionKind.SubOrchestration, next.SubOrchestrationInstanceCreated.Name);
                return true;
            case EventType.EventSent:
                actions.Confirm(next.EventId, ActionKind.Event, next.EventSent.Name);
                return true;
            default:
                return false;
        }
    }

    // Anything else in a history (its own bookkeeping, kinds newer than this worker) is not for the orchestrator.
    private void Answer(HistoryEvent next)
    {
        var open = context.Open;
        switch (next.EventTypeCase)
        {
            case EventType.TaskCompleted:
                open.Take(next.TaskCompleted.TaskScheduledId)?.Complete(next.TaskCompleted.Result);
                break;
            case EventType.TaskFailed:
                open.Take(next.TaskFailed.TaskScheduledId)?.Fail(Failures.FromWire(next.TaskFailed.FailureDetails));
                break;
            case EventType.TimerFired:
                open.Take(next.TimerFired.TimerId)?.Complete(null);
                break;
            case EventType.SubOrchestrationInstanceCompleted:
                var completed = next.SubOrchestrationInstanceCompleted;
                open.Take(completed.TaskScheduledId)?.Complete(completed.Result);
                break;
            case EventType.SubOrchestrationInstanceFailed:
                var failed = next.SubOrchestrationInstanceFailed;
                open.Take(failed.TaskScheduledId)?.Fail(Failures.FromWire(failed.FailureDetails));
                break;
        }
    }

    private Ending? DecideEnding()
    {
        if (thread.Escaped is { } escaped)
            return Ending.Failed(escaped);
        if (thread.WasLeft)
            return Ending.Failed(new InvalidOperationException(NotDurableText.LeftTheThread));
        if (story is null)
            return Ending.Failed(new InvalidOperationException("The history does not tell how the instance was started."));
        if (!story.IsCompleted)
        {
            var canGoOn = isSuspended || context.Open.Count > 0 || context.Events.WaiterCount > 0;
            return canGoOn ? null : Ending.Failed(new InvalidOperationException(NotDurableText.Stalled));
        }

        // As in Microsoft's engine: an open timer or forgotten call delays the end until it is over.
        return context.Open.Count > 0 ? null : Ending.Of(story, context);
    }

    private OrchestratorResponse Answer(string instanceId)
    {
        var response = new OrchestratorResponse { InstanceId = instanceId, CustomStatus = context.CustomStatusText };
        if (!isSuspended)
            actions.CopyPendingTo(response.Actions);
        if (ending is not null)
            response.Actions.Add(new OrchestratorAction { Id = actions.NextId, CompleteOrchestration = ending.Action });
        return response;
    }
}
