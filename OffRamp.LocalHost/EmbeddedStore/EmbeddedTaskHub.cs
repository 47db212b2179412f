using OffRamp.LocalHost.EmbeddedStore.Changes;
using OffRamp.LocalHost.EmbeddedStore.Database;
using OffRamp.LocalHost.EmbeddedStore.Work;

namespace OffRamp.LocalHost.EmbeddedStore;

/// <summary>
/// A task hub in one SQLite file: <see cref="Service"/> for a <c>TaskHubWorker</c>, <see cref="Client"/> for a
/// <c>TaskHubClient</c>, and what a clock that is moved needs to know (<see cref="NextDue"/>, <see cref="IsQuiet"/>,
/// <see cref="ClockMoved"/>). Open it once a process; disposing it closes the file.
/// </summary>
internal sealed class EmbeddedTaskHub : IDisposable
{
    private readonly Lock _gate = new();
    private Opened? _opened;
    private bool _isDisposed;
    private int _isFiring;

    public EmbeddedTaskHub(EmbeddedStoreOptions options)
    {
        Options = options;
        State = new TaskHubState(options);
        Service = new EmbeddedOrchestrationService(this);
        Client = new EmbeddedOrchestrationClient(this);
    }

    public EmbeddedStoreOptions Options { get; }

    public EmbeddedOrchestrationService Service { get; }

    public EmbeddedOrchestrationClient Client { get; }

    /// <summary>The earliest business time that a timer or a scheduled start waits for; null when none does.</summary>
    public DateTimeOffset? NextDue => _opened?.Alarm.NextDue;

    /// <summary>
    /// True when nothing is due, nothing is being written, and no orchestration or activity has anything to do. Only a
    /// client, a worker that was told something, or time can change that.
    /// </summary>
    public bool IsQuiet => _opened is not { } opened
        || (opened.Writer.Pending == 0 && State.Orchestrations.IsEmpty && State.Activities.IsEmpty && !opened.Alarm.IsDue && opened.Writer.Pending == 0);

    /// <summary>
    /// Begins to open the file on another thread, for a process that has its worker to wait for meanwhile. What goes wrong is
    /// told to whoever needs the file first.
    /// </summary>
    public void OpenAhead() => _ = Task.Run(Open).ContinueWith(opening => opening.Exception, TaskScheduler.Default);

    /// <summary>Business time was moved forward: starts whatever is due. Returns at once; <see cref="IsQuiet"/> says when it is done.</summary>
    public void ClockMoved() => _opened?.Alarm.Look();

    internal TaskHubState State { get; }

    internal StoreWriter Writer => Open().Writer;

    internal StoreReader Reader => Open().Reader;

    /// <summary>Opens the file, and takes up what is on it; nothing when it is open.</summary>
    /// <exception cref="StoreRefusedException">The file cannot be used; the message says why, and what to do.</exception>
    internal Opened Open()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _opened ??= OpenNow();
        }
    }

    /// <summary>Everything in the hub is deleted; the hub is empty and open afterwards.</summary>
    internal void Delete()
    {
        lock (_gate)
        {
            Close();
            foreach (var suffix in new[] { "", "-wal", "-shm" })
            {
                File.Delete(Options.FilePath + suffix);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Close();
            Service.Dispose();
        }
    }

    private Opened OpenNow()
    {
        var file = StoreFile.Open(Options.FilePath);
        try
        {
            var alarm = new DueAlarm(Options.Clock, FireTimers);
            var opened = new Opened(file, alarm, new StoreWriter(file.Path, Options, alarm.SetFor), new StoreReader(file.Path));
            TakeUp(file.Path);
            _opened = opened;
            alarm.Look();
            return opened;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What was to be done when the file was last in use.</summary>
    private void TakeUp(string path)
    {
        var (instances, activities) = UnfinishedWork.Read(path);
        instances.ForEach(State.Orchestrations.WakeFromDisk);
        activities.ForEach(State.Activities.Add);
    }

    /// <summary>Rings on any thread, also on the writer's own: it must not wait.</summary>
    private void FireTimers()
    {
        if (_opened is not { } opened || Interlocked.Exchange(ref _isFiring, 1) == 1)
        {
            return;
        }
        _ = FireAsync(opened);
    }

    private async Task FireAsync(Opened opened)
    {
        try
        {
            await opened.Writer.CommitAsync(new FireTimers(State));
        }
        catch (Exception)
        {
            // The writer has said why, and what is due stays due. Whatever it was, timers must fire again.
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
        Volatile.Write(ref _isFiring, 0);
        if (opened.Alarm.IsDue)
        {
            opened.Alarm.Look();
        }
    }

    private void Close()
    {
        if (_opened is { } opened)
        {
            _opened = null;
            opened.Alarm.Dispose();
            // The writer last: who closes last brings the -wal file's content into the file.
            opened.Reader.Dispose();
            opened.Writer.Dispose();
            opened.File.Dispose();
        }
        State.Orchestrations.Clear();
        State.Activities.Clear();
        State.Histories.Clear();
    }

    internal sealed record Opened(StoreFile File, DueAlarm Alarm, StoreWriter Writer, StoreReader Reader);
}
