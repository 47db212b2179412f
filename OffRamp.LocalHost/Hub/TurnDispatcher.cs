using System.Threading.Channels;
using OffRamp.LocalHost.Hub.Journal;
using OffRamp.LocalHost.Hub.Records;

namespace OffRamp.LocalHost.Hub;

/// <summary>Runs turns: one at a time for an instance, with all the messages that wait for it.</summary>
internal sealed partial class TurnDispatcher(TaskHub hub, Turn turn, ILogger log)
{
    public async Task RunAsync(ChannelReader<Instance> instances, CancellationToken stopping)
    {
        try
        {
            await foreach (var instance in instances.ReadAllAsync(stopping)) await RunAsync(instance, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What was under way is taken up again at the next start.
        }
    }

    private async Task RunAsync(Instance instance, CancellationToken stopping)
    {
        if (TakeUp(instance) is not { } input) return;
        try
        {
            var record = await turn.RunAsync(input, stopping);
            if (record is null)
            {
                LogAbandoned(instance.Id);
                hub.RetryLater(instance);
                return;
            }
            await hub.CommitAsync(new HubRecord { Turn = record });
        }
        catch (JournalUnavailableException problem)
        {
            LogUnavailable(problem.Message);
            hub.RetryLater(instance);
            return;
        }
        lock (hub.State.Gate)
        {
            instance.Abandoned = 0;
            hub.Release(instance);
        }
    }

    private TurnInput? TakeUp(Instance instance)
    {
        lock (hub.State.Gate)
        {
            if (!instance.IsGone && !instance.IsFinished && instance.HasMessages)
                return new TurnInput(instance, instance.ExecutionId, instance.History, [.. instance.Inbox!], instance.CustomStatus, hub.Faults.ExtensionVersion);
            hub.Release(instance);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A turn of {InstanceId} was abandoned and will be tried again")]
    private partial void LogAbandoned(string instanceId);

    [LoggerMessage(LogLevel.Error, "A turn could not be committed and will be tried again. {Problem}")]
    private partial void LogUnavailable(string problem);
}
