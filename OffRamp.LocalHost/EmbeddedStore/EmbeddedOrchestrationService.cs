using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.Extensions.Logging;
using OffRamp.LocalHost.EmbeddedStore.Changes;
using OffRamp.LocalHost.EmbeddedStore.Database;
using OffRamp.LocalHost.EmbeddedStore.Work;

namespace OffRamp.LocalHost.EmbeddedStore;

/// <summary>The worker's side of the hub: hands out runs and activities, and makes true what they came to.</summary>
internal sealed partial class EmbeddedOrchestrationService(EmbeddedTaskHub hub) : IOrchestrationService, IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private CancellationTokenSource _stopping = new();

    public int TaskOrchestrationDispatcherCount => 1;

    public int TaskActivityDispatcherCount => 1;

    public int MaxConcurrentTaskOrchestrationWorkItems => hub.Options.MaxConcurrentOrchestrations;

    public int MaxConcurrentTaskActivityWorkItems => hub.Options.MaxConcurrentActivities;

    /// <summary>Events that were not waited for are there after continue-as-new, as with Azure Storage.</summary>
    public BehaviorOnContinueAsNew EventBehaviourForContinueAsNew => BehaviorOnContinueAsNew.Carryover;

    /// <summary>Null when nothing came in time, or the fetch was cancelled.</summary>
    public async Task<TaskOrchestrationWorkItem?> LockNextTaskOrchestrationWorkItemAsync(TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        while (await IsWritableAsync(receiveTimeout, ends.Token)
            && await hub.State.Orchestrations.TakeAsync(receiveTimeout, ends.Token) is { } instance)
        {
            try
            {
                if (Load(instance) is { } item)
                {
                    return item;
                }
            }
            catch (Exception unreadable)
            {
                LogUnreadable(hub.Options.Logger, instance.Number, unreadable);
                _ = hub.State.Orchestrations.AbandonAsync(instance);
            }
        }
        return null;
    }

    /// <summary>Everything that the run came to, as one change.</summary>
    /// <exception cref="StoreUnavailableException">Nothing of it happened; abandon the item.</exception>
    public async Task CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem, OrchestrationRuntimeState newOrchestrationRuntimeState,
        IList<TaskMessage> outboundMessages, IList<TaskMessage> orchestratorMessages, IList<TaskMessage> timerMessages,
        TaskMessage? continuedAsNewMessage, OrchestrationState? orchestrationState)
    {
        var item = (InstanceWorkItem)workItem;
        var messages = continuedAsNewMessage is null ? orchestratorMessages : [.. orchestratorMessages, continuedAsNewMessage];
        await hub.Writer.CommitAsync(orchestrationState is null
            ? new DiscardMessages(hub.State, item)
            : new CompleteRun(hub.State, item, new RunResult(newOrchestrationRuntimeState, orchestrationState, All(outboundMessages), All(messages), All(timerMessages))));
        item.IsOver = true;
    }

    public Task AbandonTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        var item = (InstanceWorkItem)workItem;
        if (!item.IsOver)
        {
            item.IsOver = true;
            _ = hub.State.Orchestrations.AbandonAsync(item.Active);
        }
        return Task.CompletedTask;
    }

    /// <summary>Called after each item, and for one that will not be run because the worker stops.</summary>
    public Task ReleaseTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        var item = (InstanceWorkItem)workItem;
        if (!item.IsOver)
        {
            item.IsOver = true;
            hub.State.Orchestrations.Return(item.Active);
        }
        return Task.CompletedTask;
    }

    /// <summary>Null when nothing came in time, or the fetch was cancelled.</summary>
    public async Task<TaskActivityWorkItem?> LockNextTaskActivityWorkItem(TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        if (!await IsWritableAsync(receiveTimeout, ends.Token)
            || await hub.State.Activities.TakeAsync(receiveTimeout, ends.Token) is not { } stored)
        {
            return null;
        }
        return new ActivityWorkItem
        {
            Id = stored.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            LockedUntilUtc = DateTime.MaxValue,
            TaskMessage = EventCodec.ReadMessage(stored.Body),
            Stored = stored,
        };
    }

    public Task CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage)
    {
        var item = (ActivityWorkItem)workItem;
        return hub.Options.Faults.RunActivitiesTwice && hub.State.Activities.IsFirstRun(item.Stored.Id)
            ? AbandonTaskActivityWorkItemAsync(item)
            : hub.Writer.CommitAsync(new CompleteActivity(hub.State, item, responseMessage));
    }

    public Task AbandonTaskActivityWorkItemAsync(TaskActivityWorkItem workItem)
    {
        _ = hub.State.Activities.AbandonAsync(((ActivityWorkItem)workItem).Stored);
        return Task.CompletedTask;
    }

    public bool IsMaxMessageCountExceeded(int currentMessageCount, OrchestrationRuntimeState runtimeState) => false;

    /// <summary>What was abandoned waits by itself; the others need not.</summary>
    public int GetDelayInSecondsAfterOnProcessException(Exception exception) => 0;

    public int GetDelayInSecondsAfterOnFetchException(Exception exception) => exception is OperationCanceledException ? 0 : 1;

    /// <summary>Items are this process's own until it ends: there is nothing to renew.</summary>
    public Task RenewTaskOrchestrationWorkItemLockAsync(TaskOrchestrationWorkItem workItem) => Task.CompletedTask;

    public Task<TaskActivityWorkItem> RenewTaskActivityWorkItemLockAsync(TaskActivityWorkItem workItem) => Task.FromResult(workItem);

    public Task CreateAsync() => CreateAsync(recreateInstanceStore: true);

    public Task CreateAsync(bool recreateInstanceStore)
    {
        if (recreateInstanceStore)
        {
            hub.Delete();
        }
        return CreateIfNotExistsAsync();
    }

    public Task CreateIfNotExistsAsync()
    {
        hub.Open();
        return Task.CompletedTask;
    }

    public Task DeleteAsync() => DeleteAsync(deleteInstanceStore: true);

    public Task DeleteAsync(bool deleteInstanceStore)
    {
        hub.Delete();
        return Task.CompletedTask;
    }

    public Task StartAsync()
    {
        _stopping = new CancellationTokenSource();
        hub.Open();
        return Task.CompletedTask;
    }

    public Task StopAsync() => StopAsync(isForced: false);

    /// <summary>Nothing more is handed out; what runs may still complete. The file stays open for clients.</summary>
    public Task StopAsync(bool isForced) => _stopping.CancelAsync();

    public void Dispose() => _stopping.Dispose();

    public override string ToString() => $"embedded store {hub.Options.FilePath}";

    private static List<Outgoing> All(IList<TaskMessage> messages) => [.. messages.Select(Outgoing.Of)];

    /// <summary>What could not be acknowledged is not begun.</summary>
    private async Task<bool> IsWritableAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var writer = hub.Writer;
        var began = TimeProvider.System.GetTimestamp();
        while (!writer.IsAvailable && !cancellation.IsCancellationRequested && TimeProvider.System.GetElapsedTime(began) < timeout)
        {
            await Task.Delay(LookAgain, CancellationToken.None);
        }
        return writer.IsAvailable && !cancellation.IsCancellationRequested;
    }

    /// <summary>Null when there is nothing to run: the instance is gone, or has no messages.</summary>
    private InstanceWorkItem? Load(ActiveInstance instance)
    {
        var history = hub.State.Histories.Take(instance.Number) ?? Read(instance.Number);
        var messages = history is null ? [] : hub.State.Orchestrations.TakeInbox(instance, instance.IsStale ? hub.Reader.Messages(instance.Number) : null);
        if (history is null || messages.Count == 0)
        {
            hub.State.Orchestrations.Complete(instance);
            return null;
        }
        var state = new OrchestrationRuntimeState([.. history.Events]);
        return new InstanceWorkItem
        {
            InstanceId = EventCodec.ReadMessage(messages[0].Body).OrchestrationInstance.InstanceId,
            LockedUntilUtc = DateTime.MaxValue,
            NewMessages = [.. messages.Select(message => EventCodec.ReadMessage(message.Body))],
            OrchestrationRuntimeState = state,
            Given = state,
            Active = instance,
            Before = history,
            ExecutionId = history.ExecutionId,
            LastMessageId = messages[^1].Id,
        };
    }

    private LoadedHistory? Read(long number)
    {
        if (hub.Reader.Find(number)?.Row is not { HasEnded: false } row)
        {
            hub.State.Orchestrations.Forget(number);
            return null;
        }
        var turns = hub.Reader.History(row);
        return new LoadedHistory(row.ExecutionId, [.. turns.SelectMany(EventCodec.ReadEvents)], turns.Sum(turn => (long)turn.Length));
    }

    [LoggerMessage(LogLevel.Error, "Instance number {Number} cannot be run")]
    private static partial void LogUnreadable(ILogger logger, long number, Exception exception);
}
