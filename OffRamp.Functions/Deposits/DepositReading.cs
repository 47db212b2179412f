namespace OffRamp.Functions.Deposits;

/// <summary>An entry of the custodian's list that could not be read when it was asked last, and since when.</summary>
internal sealed record NotedEntry(string EntryId, string Sha256, DateTimeOffset At);

/// <summary>How far a list that is too long for one look was read, and what it came to until there.</summary>
/// <param name="AskedAt">When its first page was asked for.</param>
/// <param name="Cursor">Where it goes on.</param>
internal sealed record DepositReading(DateTimeOffset AskedAt, string Cursor)
{
    /// <summary>Ids of the sell's deposits that stood there as confirmed.</summary>
    public IReadOnlyList<string> Confirmed { get; init; } = [];
    public IReadOnlyList<UnreadableEntry> Unreadable { get; init; } = [];
    public int Foreign { get; init; }
}
