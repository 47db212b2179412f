using System.Threading.Channels;
using Google.Protobuf;
using OffRamp.DurableTask.Wire;
using OffRamp.LocalHost.Clock;
using OffRamp.LocalHost.Handler;
using OffRamp.LocalHost.Hub.Journal;
using OffRamp.LocalHost.Hub.Records;

namespace OffRamp.LocalHost.Hub;

/// <summary>
/// The task hub: instances in memory, a journal that can bring them back, and dispatchers that call the handler.
/// Nothing is acknowledged, and nothing that follows is begun, before its record is on disk.
/// </summary>
internal sealed class TaskHub : IDueTimers, IAsyncDisposable
{
    private readonly HubOptions _options;
    private readonly TimeProvider _clock;
    private readonly HubTimers _timers;
    private readonly WorkCount _work = new();
    private readonly Channel<Instance> _turns = Channel.CreateUnbounded<Instance>();
    private readonly Channel<(Instance, ActivityRecord)> _activities = Channel.CreateUnbounded<(Instance, ActivityRecord)>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _dispatchers = [];
    private readonly HubJournal _journal;

    public TaskHub(HubOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _timers = new HubTimers(clock) { OnAlarm = Poke };
        _journal = HubJournal.Open(
            new JournalOptions(options.JournalPath) { CompactAbove = options.CompactAbove, BeforeFlush = options.BeforeFlush },
            record => State.Apply(HubRecord.Parser.ParseFrom(record)),
            Snapshot);
    }

    public HubState State { get; } = new();

    public HubFaults Faults { get; set; } = new();

    public DateTimeOffset? NextDue => _timers.NextDue;

    public bool IsQuiet => _work.IsZero && !(NextDue <= _clock.GetUtcNow());

    public DateTimeOffset Now => _clock.GetUtcNow();

    public (long Commits, long Flushes) JournalCounts => _journal.Counts;

    /// <summary>Takes up all that waits, and goes on from here.</summary>
    public void Start(IReadOnlyList<Function> functions, Invoker invoker, ILogger log)
    {
        lock (State.Gate)
        {
            (State.OnMessage, State.OnActivity, State.OnTimer) = (Dispatch, Dispatch, Await);
            foreach (var instance in State.Instances.Values)
            {
                foreach (var activity in instance.Activities ?? []) Dispatch(instance, activity);
                if (instance.IsFinished) continue;
                foreach (var timer in instance.Timers ?? []) Await(instance, timer);
                if (instance.HasMessages) Dispatch(instance);
            }
        }
        var turns = new TurnDispatcher(this, new Turn(functions, invoker, _clock, log), log);
        var activities = new ActivityDispatcher(this, functions, invoker, log);
        for (var i = 0; i < _options.MaxOrchestrators; i++)
            _dispatchers.Add(Task.Run(() => turns.RunAsync(_turns.Reader, _stopping.Token)));
        for (var i = 0; i < _options.MaxActivities; i++)
            _dispatchers.Add(Task.Run(() => activities.RunAsync(_activities.Reader, _stopping.Token)));
    }

    /// <summary>Starts a new instance. Conflict: one of that id runs (or waits to).</summary>
    public async Task<HubOutcome> StartAsync(string instanceId, string name, string? input, Action<ExecutionStartedEvent>? more = null)
    {
        var executionId = Guid.NewGuid().ToString("N");
        var started = new ExecutionStartedEvent
        {
            Name = name,
            Version = "",
            Input = input,
            OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId, ExecutionId = executionId },
        };
        more?.Invoke(started);
        var now = _clock.GetUtcNow();
        lock (State.Gate)
            if (!_options.ReplacesRunning && State.Instances.TryGetValue(instanceId, out var existing) && !existing.IsFinished) return HubOutcome.Conflict;
        return await CommitAsync(new HubRecord
        {
            Start = new StartRecord
            {
                InstanceId = instanceId,
                ExecutionId = executionId,
                Name = name,
                At = now.UtcTicks,
                ReplacesRunning = _options.ReplacesRunning,
                Event = Events.Message(now, happened => happened.ExecutionStarted = started).ToByteString(),
            },
        });
    }

    /// <summary>Sends an event, a termination, a suspension or a resumption to an instance.</summary>
    public async Task<HubOutcome> SendAsync(string instanceId, Action<HistoryEvent> fill)
    {
        var message = Events.Message(_clock.GetUtcNow(), fill);
        lock (State.Gate)
        {
            if (!State.Instances.TryGetValue(instanceId, out var instance)) return HubOutcome.NotFound;
            if (instance.IsFinished) return HubOutcome.Finished;
            var isEvent = message.EventTypeCase == HistoryEvent.EventTypeOneofCase.EventRaised;
            if (isEvent && (Faults.DropEvents || (Faults.DropEarlyEvents && !instance.HasRun))) return HubOutcome.Accepted;
        }
        return await CommitAsync(new HubRecord { Message = new MessageRecord { InstanceId = instanceId, Event = message.ToByteString() } });
    }

    public Task<HubOutcome> PurgeAsync(string instanceId) =>
        CommitAsync(new HubRecord { Purge = new PurgeRecord { InstanceId = instanceId } });

    /// <exception cref="JournalUnavailableException">Not written, and not done.</exception>
    public async Task<HubOutcome> CommitAsync(HubRecord record)
    {
        _work.Begin();
        try
        {
            return await _journal.AppendAsync(record.ToByteArray(), () => State.Apply(record));
        }
        finally
        {
            _work.End();
        }
    }

    /// <summary>The dispatcher is done with the instance for now. The caller holds the state's gate.</summary>
    public void Release(Instance instance)
    {
        instance.IsDispatched = false;
        if (instance.HasMessages && !instance.IsFinished && !instance.IsGone) Dispatch(instance);
        _work.End();
    }

    /// <summary>The turn was abandoned: the instance keeps its messages and is dispatched again after a pause.</summary>
    public void RetryLater(Instance instance)
    {
        lock (State.Gate)
        {
            var pause = TimeSpan.FromTicks(Math.Min(_options.RetryPause.Ticks << Math.Min(instance.Abandoned++, 10), TimeSpan.FromSeconds(30).Ticks));
            _timers.Add(instance, HubTimers.RetryTurn, (_clock.GetUtcNow() + pause).UtcTicks);
            _work.End();
        }
    }

    public void ActivityEnded() => _work.End();

    public void Poke()
    {
        lock (State.Gate)
        {
            var now = _clock.GetUtcNow();
            foreach (var (instance, timerId, due) in _timers.TakeDue())
                if (timerId == HubTimers.RetryTurn) Redispatch(instance);
                else Fire(instance, timerId, now, due);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        _timers.Dispose();
        await Task.WhenAll(_dispatchers);
        await _journal.DisposeAsync();
    }

    private void Dispatch(Instance instance)
    {
        if (instance.IsDispatched) return;
        instance.IsDispatched = true;
        Redispatch(instance);
    }

    private void Redispatch(Instance instance)
    {
        _work.Begin();
        _turns.Writer.TryWrite(instance);
    }

    private void Dispatch(Instance instance, ActivityRecord activity)
    {
        for (var runs = Faults.RunActivitiesTwice ? 2 : 1; runs > 0; runs--)
        {
            _work.Begin();
            _activities.Writer.TryWrite((instance, activity));
        }
    }

    private void Await(Instance instance, TimerRecord timer)
    {
        var now = _clock.GetUtcNow();
        if (timer.Due > now.UtcTicks) _timers.Add(instance, timer.Id, timer.Due);
        else Fire(instance, timer.Id, now, new DateTimeOffset(timer.Due, TimeSpan.Zero));
    }

    private void Fire(Instance instance, int timerId, DateTimeOffset now, DateTimeOffset due) =>
        State.Deliver(instance, new InboxMessage(0, instance.ExecutionId, TimerFired(now, timerId, due), timerId));

    private static byte[] TimerFired(DateTimeOffset now, int timerId, DateTimeOffset due) =>
        Events.Message(now, happened => happened.TimerFired = new TimerFiredEvent
        {
            TimerId = timerId,
            FireAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(due),
        }).ToByteArray();

    private IEnumerable<byte[]> Snapshot()
    {
        List<Instance> all;
        lock (State.Gate) all = [.. State.Instances.Values];
        foreach (var instance in all)
        {
            byte[] record;
            lock (State.Gate) record = InstanceSnapshot.Write(instance).ToByteArray();
            yield return record;
        }
    }
}
