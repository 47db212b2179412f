namespace OffRamp.Functions.Hosting;

/// <summary>Whoever did not answer is left alone for a moment, so that waiting for him holds nobody up. Of one process.</summary>
internal sealed class Distrust(TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    private long until;

    /// <summary>He was silent less than ten seconds ago.</summary>
    public bool IsOn => clock.GetUtcNow().UtcTicks < Volatile.Read(ref until);

    /// <summary>He was silent just now.</summary>
    public void Begin() => Volatile.Write(ref until, (clock.GetUtcNow() + Moment).UtcTicks);
}
