namespace OffRamp.LocalHost.Hub.Journal;

/// <summary>
/// The task hub's memory: an append-only file. Whoever appends waits for the disk; all who wait at the same
/// moment share one flush. After the flush each record is applied to the state, in file order, on the journal's
/// one thread: so the state in memory is always exactly what a replay of the file would give.
/// </summary>
internal sealed class HubJournal : IAsyncDisposable
{
    private readonly JournalOptions _options;
    private readonly JournalFile _file;
    private readonly Func<IEnumerable<byte[]>> _snapshot;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Thread _writer;
    private List<JournalEntry> _waiting = [];
    private long _compactAt;
    private bool _closing;

    private HubJournal(JournalOptions options, JournalFile file, Func<IEnumerable<byte[]>> snapshot)
    {
        (_options, _file, _snapshot) = (options, file, snapshot);
        _compactAt = options.CompactAbove;
        _writer = new Thread(Run) { IsBackground = true, Name = "journal" };
        _writer.Start();
    }

    /// <summary>Commits so far and flushes they took; what is committed together is flushed once.</summary>
    public (long Commits, long Flushes) Counts { get; private set; }

    public long Length => _file.Length;

    /// <summary>Opens (or creates) the journal and replays what it holds.</summary>
    /// <param name="options">Where, and when to compact.</param>
    /// <param name="replay">Takes each record, in order.</param>
    /// <param name="snapshot">Records which alone give the present state; called on the journal's thread.</param>
    /// <exception cref="HostFailure">The file is damaged before its end.</exception>
    public static HubJournal Open(JournalOptions options, Action<ReadOnlySpan<byte>> replay, Func<IEnumerable<byte[]>> snapshot) =>
        new(options, JournalFile.Open(options, replay), snapshot);

    /// <summary>Ends with what <paramref name="apply"/> returned, after the record is on disk.</summary>
    /// <exception cref="JournalUnavailableException">It could not be written, and was not applied.</exception>
    public Task<TOutcome> AppendAsync<TOutcome>(byte[] record, Func<TOutcome> apply)
    {
        var entry = new JournalEntry<TOutcome>(record, apply);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, this);
            _waiting.Add(entry);
            if (_waiting.Count == 1) _arrived.Release();
        }
        return entry.Outcome;
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closing) return ValueTask.CompletedTask;
            _closing = true;
            _arrived.Release();
        }
        return new ValueTask(Task.Run(_writer.Join));
    }

    private void Run()
    {
        var buffer = new JournalBuffer();
        var batch = new List<JournalEntry>();
        while (true)
        {
            _arrived.Wait();
            lock (_gate)
            {
                (batch, _waiting) = (_waiting, batch);
                if (batch.Count == 0 && _closing) break;
            }
            Commit(batch, buffer);
            batch.Clear();
            CompactWhenLarge();
        }
        _file.Dispose();
    }

    private void Commit(List<JournalEntry> batch, JournalBuffer buffer)
    {
        if (batch.Count == 0) return;
        buffer.Clear();
        foreach (var entry in batch) buffer.Add(entry.Record);
        try
        {
            _file.Append(buffer.Sealed());
        }
        catch (Exception problem)
        {
            // Whatever it was (a size limit comes as an argument error), nothing of it counts.
            foreach (var entry in batch) entry.Fail(new JournalUnavailableException(problem));
            return;
        }
        Counts = (Counts.Commits + batch.Count, Counts.Flushes + 1);
        foreach (var entry in batch) entry.Apply();
    }

    private void CompactWhenLarge()
    {
        if (_file.Length < _compactAt) return;
        try
        {
            _file.Replace(_snapshot());
            _compactAt = Math.Max(_options.CompactAbove, _file.Length * _options.CompactFactor);
        }
        catch (Exception problem) when (DiskTrouble.Is(problem))
        {
            // No room for a second file, say: the one in use is whole and stays in use; try again when it has grown.
            _compactAt = _file.Length + _options.CompactAbove;
        }
    }
}
