namespace OffRamp.LocalHost.EmbeddedStore;

/// <summary>
/// What a test can make go wrong: commits that fail, and the two unpleasant sides of Azure Storage's provider that an app
/// must live with.
/// </summary>
internal sealed class StoreFaults
{
    /// <summary>
    /// Called on the writer's thread around every commit. An exception thrown before the commit fails it, as a full
    /// disk would; after it, everything of the group is on disk and nothing of it is in memory yet.
    /// </summary>
    public Action<CommitMoment>? AtCommit { get; set; }

    /// <summary>Events that come before an instance's first run are lost, as can happen with Azure Storage.</summary>
    public bool LoseEventsBeforeFirstRun { get; set; }

    /// <summary>Every activity runs twice; the second answer counts.</summary>
    public bool RunActivitiesTwice { get; set; }
}

internal enum CommitMoment
{
    Before,
    After,
}
