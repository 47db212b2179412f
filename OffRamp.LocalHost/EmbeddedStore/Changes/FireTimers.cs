using OffRamp.LocalHost.EmbeddedStore.Database;

namespace OffRamp.LocalHost.EmbeddedStore.Changes;

/// <summary>What business time has come to is delivered, the earliest first.</summary>
internal sealed class FireTimers(TaskHubState hub) : IStoreChange
{
    private const int AtOnce = 500;

    public void Apply(WriteSession session)
    {
        foreach (var timer in session.Due(hub.Now, AtOnce))
        {
            session.DeleteTimer(timer);
            var row = session.Find(timer.Number)!;
            if (row.IsHeld)
            {
                Release(session, row, timer);
            }
            else
            {
                Delivery.Add(session, hub, row, timer.Body);
            }
        }
    }

    /// <summary>A scheduled start, and what came before it.</summary>
    private void Release(WriteSession session, InstanceRow row, TimerRow start)
    {
        session.Update(row with { IsHeld = false }, session.StateOf(row));
        session.AddMessage(row.Number, start.Body);
        session.AfterCommit(() => hub.Orchestrations.WakeFromDisk(row.Number));
    }
}
