namespace OffRamp.LocalHost.EmbeddedStore.Work;

/// <summary>Waits of real time before something that was abandoned is tried again.</summary>
internal static class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Twice as long each time.</summary>
    public static TimeSpan After(int failures)
    {
        var wait = First * Math.Pow(2, Math.Min(failures, 10));
        return wait < Longest ? wait : Longest;
    }
}
