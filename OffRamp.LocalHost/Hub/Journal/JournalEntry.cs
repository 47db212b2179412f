namespace OffRamp.LocalHost.Hub.Journal;

/// <summary>One record on its way to the disk, and what happens once it is there.</summary>
internal abstract class JournalEntry(byte[] record)
{
    public byte[] Record { get; } = record;

    /// <summary>Runs on the journal's thread in file order, after the record is on disk.</summary>
    public abstract void Apply();

    public abstract void Fail(Exception problem);
}

/// <inheritdoc />
internal sealed class JournalEntry<TOutcome>(byte[] record, Func<TOutcome> apply) : JournalEntry(record)
{
    private readonly TaskCompletionSource<TOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TOutcome> Outcome => _outcome.Task;

    public override void Apply()
    {
        try
        {
            _outcome.SetResult(apply());
        }
        catch (Exception bug)
        {
            // The record is on disk: whoever waits must learn that something is wrong, and the journal must go on.
            _outcome.SetException(bug);
        }
    }

    public override void Fail(Exception problem) => _outcome.SetException(problem);
}
