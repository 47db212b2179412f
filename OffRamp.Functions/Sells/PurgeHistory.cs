namespace OffRamp.Functions.Sells;

using OffRamp.DurableTask.Client;

/// <summary>Every night: histories of orchestrations that were begun over 30 days ago and have ended. The records outlive them.</summary>
internal sealed partial class PurgeHistory(DurableTaskClient client, TimeProvider clock, ILogger<PurgeHistory> logger)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var ended = new PurgeInstancesFilter(
            DateTimeOffset.UnixEpoch,
            clock.GetUtcNow() - Kept,
            [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]);
        var purged = await client.PurgeAllInstancesAsync(ended, cancellation);
        LogPurged(purged.PurgedInstanceCount);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Old histories were purged. Count: {Count}.")]
    private partial void LogPurged(int count);
}
