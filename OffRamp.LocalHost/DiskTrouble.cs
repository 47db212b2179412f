namespace OffRamp.LocalHost;

/// <summary>Whether a failure is the disk's: it is full, failing or not ours. A limit to a file's size comes as an argument error.</summary>
internal static class DiskTrouble
{
    public static bool Is(Exception problem) => problem is IOException or UnauthorizedAccessException or ArgumentException;
}
