namespace OffRamp.Functions.Hosting;

/// <summary>What did not answer is left alone for a moment by this process, so that waiting for it holds nobody up.</summary>
internal sealed class Distrust(TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    private long until;

    /// <summary>It was silent less than ten seconds ago.</summary>
    public bool IsOn => clock.GetUtcNow().UtcTicks < Volatile.Read(ref until);

    /// <summary>It was silent just now.</summary>
    public void Begin() => Volatile.Write(ref until, (clock.GetUtcNow() + Moment).UtcTicks);
}
