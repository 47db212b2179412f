namespace OffRamp.LocalHost.Hub.Journal;

/// <summary>Nothing can be written at present (a full disk, a failing one). The record did not happen; try again later.</summary>
internal sealed class JournalUnavailableException(Exception cause)
    : Exception($"The task hub's journal cannot be written: {cause.Message}", cause);
