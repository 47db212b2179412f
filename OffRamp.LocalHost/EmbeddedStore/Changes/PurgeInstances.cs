using OffRamp.LocalHost.EmbeddedStore.Database;

namespace OffRamp.LocalHost.EmbeddedStore.Changes;

/// <summary>Instances go with all that they have; with <paramref name="onlyEnded"/>, those that live stay.</summary>
internal sealed class PurgeInstances(TaskHubState hub, IReadOnlyCollection<string> instanceIds, bool onlyEnded) : IStoreChange
{
    public int Purged { get; private set; }

    public void Apply(WriteSession session)
    {
        foreach (var row in instanceIds.Select(session.Find).OfType<InstanceRow>().Where(row => row.HasEnded || !onlyEnded))
        {
            session.Delete(row);
            session.AfterCommit(() => hub.Orchestrations.Forget(row.Number));
            Purged++;
        }
    }
}
