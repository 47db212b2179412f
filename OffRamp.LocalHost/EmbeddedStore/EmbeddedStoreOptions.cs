using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OffRamp.LocalHost.EmbeddedStore;

/// <summary>What a task hub in a file needs to know.</summary>
internal sealed record EmbeddedStoreOptions
{
    /// <summary>The SQLite file; made when it is missing, with its folder. One process at a time may have it open.</summary>
    public required string FilePath { get; init; }

    /// <summary>
    /// Business time: timers and scheduled starts wait by it, and created, updated and completed times are stamped with
    /// it. It may run ahead of the machine's clock, by which the engine stamps its history.
    /// </summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Orchestrations that run at once at most.</summary>
    public int MaxConcurrentOrchestrations { get; init; } = DefaultConcurrency;

    /// <summary>Activities that run at once at most.</summary>
    public int MaxConcurrentActivities { get; init; } = DefaultConcurrency;

    /// <summary>Bytes of history (as stored) that are kept in memory for instances that were busy lately.</summary>
    public long HistoryCacheBytes { get; init; } = 8 * 1024 * 1024;

    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>What shall go wrong; for tests only.</summary>
    public StoreFaults Faults { get; init; } = new();

    /// <summary>Ten a core: what Azure Storage's provider takes where nothing is said.</summary>
    public static int DefaultConcurrency => 10 * Environment.ProcessorCount;
}
