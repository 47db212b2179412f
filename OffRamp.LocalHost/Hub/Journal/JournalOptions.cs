namespace OffRamp.LocalHost.Hub.Journal;

internal sealed record JournalOptions(string Path)
{
    /// <summary>A smaller journal is never rewritten.</summary>
    public long CompactAbove { get; init; } = 64 * 1024 * 1024;

    /// <summary>A journal is rewritten when it is this many times as large as what it holds.</summary>
    public int CompactFactor { get; init; } = 4;

    /// <summary>A test's failing disk: called before each flush with the bytes about to be flushed.</summary>
    public Action<int>? BeforeFlush { get; init; }

    /// <summary>Puts the names in a folder on disk; a test's may fail.</summary>
    public Action<string> FlushFolder { get; init; } = FolderSync.Flush;
}
