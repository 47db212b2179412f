namespace OffRamp.LocalHost.Hub;

/// <summary>How much is under way. Zero means quiet.</summary>
internal sealed class WorkCount
{
    private int _count;

    public bool IsZero => Volatile.Read(ref _count) == 0;

    public void Begin() => Interlocked.Increment(ref _count);

    public void End() => Interlocked.Decrement(ref _count);
}
