namespace OffRamp.LocalHost.EmbeddedStore;

/// <summary>
/// What a test can make go wrong: commits that fail, and the two unpleasant sides of Azure Storage's provider that an app
/// must live with.
/// </summary>
internal sealed class StoreFaults
{
    /// <summary>Called on the writer's thread before every commit; what it throws fails the commit, as a full disk would.</summary>
    public Action? BeforeCommit { get; set; }

    /// <summary>Called on the writer's thread when all of a group is on disk, and nothing of it is in memory yet.</summary>
    public Action? AfterCommit { get; set; }

    /// <summary>Events that come before an instance's first run are lost, as can happen with Azure Storage.</summary>
    public bool LoseEventsBeforeFirstRun { get; set; }

    /// <summary>Every raised event is acknowledged and lost.</summary>
    public bool LoseEvents { get; set; }

    /// <summary>Nothing that is sent arrives: starts, events, fired timers, results of activities; as where somebody empties Azure's queues.</summary>
    public bool LoseMessages { get; set; }

    /// <summary>No instance can be started.</summary>
    public bool RefuseStarts { get; set; }

    /// <summary>Every activity runs twice; the second answer counts.</summary>
    public bool RunActivitiesTwice { get; set; }
}
