using OffRamp.Functions.Hosting.Durable;

namespace OffRamp.Functions.Sells.Store;

/// <summary>Every night: histories of orchestrations that were begun over 30 days ago and have ended. The records outlive them.</summary>
internal sealed partial class PurgeHistory(IOrchestrationClient client, TimeProvider clock, ILogger<PurgeHistory> logger)
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken cancellation)
    {
        LogPurged(await client.PurgeEndedAsync(clock.GetUtcNow() - Kept, cancellation));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Old histories were purged. Count: {Count}.")]
    private partial void LogPurged(int count);
}
