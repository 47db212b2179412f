using System.Text.Json;
using System.Threading.Channels;
using Google.Protobuf;
using OffRamp.DurableTask.Wire;
using OffRamp.LocalHost.Handler;
using OffRamp.LocalHost.Hub.Journal;
using OffRamp.LocalHost.Hub.Records;

namespace OffRamp.LocalHost.Hub;

/// <summary>Runs activities, at least once each, and brings their results home.</summary>
internal sealed partial class ActivityDispatcher(TaskHub hub, IReadOnlyList<Function> functions, Invoker invoker, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, Function> _activities = functions.Where(function => function.Is("activityTrigger"))
        .ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);

    public async Task RunAsync(ChannelReader<(Instance, ActivityRecord)> activities, CancellationToken stopping)
    {
        try
        {
            await foreach (var (instance, activity) in activities.ReadAllAsync(stopping))
            {
                await RunAsync(instance, activity, stopping);
                hub.ActivityEnded();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It runs again at the next start.
        }
    }

    private async Task RunAsync(Instance instance, ActivityRecord activity, CancellationToken stopping)
    {
        var ended = await InvokeAsync(instance, activity, stopping);
        var record = new HubRecord
        {
            Message = new MessageRecord
            {
                InstanceId = instance.Id,
                ExecutionId = activity.ExecutionId,
                CompletesActivity = activity.Id,
                Event = ended.ToByteString(),
            },
        };
        while (!await CommitAsync(record)) await Task.Delay(Pause, stopping);
    }

    /// <summary>A result that cannot be written now is kept and offered again: the activity has had its effect.</summary>
    private async Task<bool> CommitAsync(HubRecord record)
    {
        try
        {
            await hub.CommitAsync(record);
            return true;
        }
        catch (JournalUnavailableException problem)
        {
            LogUnavailable(problem.Message);
            return false;
        }
    }

    private async Task<HistoryEvent> InvokeAsync(Instance instance, ActivityRecord activity, CancellationToken stopping)
    {
        if (!_activities.TryGetValue(activity.Name, out var function))
            return Failed(activity, "System.ArgumentException", $"The function '{activity.Name}' doesn't exist, is disabled, or is not an activity function.", null);
        ReadOnlyMemory<byte> body;
        try
        {
            body = ActivityPayload.Write(function, instance.Id, activity.Input, hub.Now);
        }
        catch (JsonException notJson)
        {
            return Failed(activity, "System.ArgumentException", $"The input of activity '{activity.Name}' is not JSON: {notJson.Message}", null);
        }
        var result = await invoker.InvokeAsync(function.Name, body, stopping);
        if (result.Outcome == InvocationOutcome.Succeeded)
            return Events.Message(hub.Now, happened => happened.TaskCompleted = new TaskCompletedEvent
            {
                TaskScheduledId = activity.Id,
                Result = result.ReturnValue is { } value ? ActivityPayload.Compact(value) : null,
            });
        LogFailed(activity.Name, instance.Id, result.ErrorMessage);
        return Failed(activity, "Microsoft.Azure.WebJobs.Host.FunctionInvocationException", $"Exception while executing function: Functions.{function.Name}",
            new TaskFailureDetails { ErrorType = result.ErrorType, ErrorMessage = result.ErrorMessage });
    }

    private HistoryEvent Failed(ActivityRecord activity, string type, string message, TaskFailureDetails? inner) =>
        Events.Message(hub.Now, happened => happened.TaskFailed = new TaskFailedEvent
        {
            TaskScheduledId = activity.Id,
            FailureDetails = new TaskFailureDetails { ErrorType = type, ErrorMessage = message, InnerFailure = inner },
        });

    [LoggerMessage(LogLevel.Warning, "Activity {Activity} of {InstanceId} failed: {Message}")]
    private partial void LogFailed(string activity, string instanceId, string message);

    [LoggerMessage(LogLevel.Error, "An activity's result waits to be written. {Problem}")]
    private partial void LogUnavailable(string problem);
}
