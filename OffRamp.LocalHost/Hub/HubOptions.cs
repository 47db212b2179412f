namespace OffRamp.LocalHost.Hub;

/// <summary>How the hub runs; the numbers come from host.json.</summary>
internal sealed record HubOptions(string JournalPath)
{
    public int MaxOrchestrators { get; init; } = 10 * Environment.ProcessorCount;

    public int MaxActivities { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>True: a start replaces an instance that still runs (<c>AnyState</c>).</summary>
    public bool ReplacesRunning { get; init; }

    /// <summary>First pause before an abandoned turn is tried again; it doubles each time, up to 30 s.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(500);

    public long CompactAbove { get; init; } = 64 * 1024 * 1024;

    /// <inheritdoc cref="Journal.JournalOptions.BeforeFlush"/>
    public Action<int>? BeforeFlush { get; init; }
}
