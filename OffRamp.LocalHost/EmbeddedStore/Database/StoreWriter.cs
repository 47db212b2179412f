using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace OffRamp.LocalHost.EmbeddedStore.Database;

/// <summary>A change to the store: all of it happens, or nothing.</summary>
internal interface IStoreChange
{
    /// <summary>Runs on the writer's thread, inside a transaction that it shares with others of its group.</summary>
    void Apply(WriteSession session);
}

/// <summary>
/// The one writer. Takes all changes that wait, makes them in one transaction, and answers each when that is on disk.
/// A commit that fails fails every change of its group, and nothing of it has happened. While the disk takes nothing,
/// <see cref="IsAvailable"/> is false and the writer tries again every second.
/// </summary>
internal sealed partial class StoreWriter : IDisposable
{
    private const int LargestGroup = 500;
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<Waiting> _queue = [];
    private readonly WriteSession _session;
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly EmbeddedStoreOptions _options;
    private readonly Action<long?> _nextDueChanged;
    private readonly Thread _thread;
    private volatile Exception? _broken;
    private volatile bool _isAvailable = true;
    private int _pending;
    private volatile int _maxPages;

    public StoreWriter(string path, EmbeddedStoreOptions options, Action<long?> nextDueChanged)
    {
        _path = path;
        _options = options;
        _nextDueChanged = nextDueChanged;
        _connection = Connections.OpenWriter(path);
        _session = new WriteSession(_connection);
        _nextDueChanged(_session.NextDue());
        _thread = new Thread(Run) { IsBackground = true, Name = "Embedded store writer" };
        _thread.Start();
    }

    /// <summary>False while nothing can be written. Work that is handed out meanwhile could not be acknowledged.</summary>
    public bool IsAvailable => _isAvailable && _broken is null;

    /// <summary>Changes that wait or are being written.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Ends when the change is on disk and memory knows it.</summary>
    /// <exception cref="StoreUnavailableException">It was not written, and did not happen.</exception>
    /// <exception cref="StoreRefusedException">The file turned out to be damaged.</exception>
    public Task CommitAsync(IStoreChange change)
    {
        var waiting = new Waiting(change);
        Interlocked.Increment(ref _pending);
        try
        {
            _queue.Add(waiting);
        }
        catch (InvalidOperationException)
        {
            Interlocked.Decrement(ref _pending);
            throw new ObjectDisposedException(nameof(StoreWriter));
        }
        return waiting.Done.Task;
    }

    /// <summary>For tests: a disk that has room for so many pages of 4 KB.</summary>
    public void LimitPages(int pages) => _maxPages = pages;

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _session.Dispose();
        _queue.Dispose();
    }

    private void Run()
    {
        var group = new List<Waiting>();
        while (!_queue.IsCompleted)
        {
            if (Take(group))
            {
                Commit(group);
                group.Clear();
            }
            else if (!_isAvailable && !_queue.IsCompleted)
            {
                Commit([]);
            }
        }
    }

    private bool Take(List<Waiting> group)
    {
        if (!_queue.TryTake(out var first, _isAvailable ? Timeout.InfiniteTimeSpan : TryAgain))
        {
            return false;
        }
        group.Add(first);
        while (group.Count < LargestGroup && _queue.TryTake(out var next))
        {
            group.Add(next);
        }
        return true;
    }

    /// <summary>An empty group finds out whether the disk takes something again.</summary>
    private void Commit(List<Waiting> group)
    {
        var failure = _broken ?? Write(group, out _);
        // Memory has followed by now: whoever is answered finds it quiet, if nothing came of it.
        Interlocked.Add(ref _pending, -group.Count);
        if (failure is null)
        {
            group.ForEach(waiting => waiting.Done.SetResult());
        }
        else
        {
            group.ForEach(waiting => waiting.Done.SetException(failure));
        }
    }

    private Exception? Write(List<Waiting> group, out IReadOnlyList<Action> effects)
    {
        effects = [];
        long? nextDue = null;
        bool timersChanged;
        try
        {
            if (_maxPages > 0)
            {
                _connection.Execute($"PRAGMA max_page_count = {_maxPages}");
            }
            _connection.Execute("BEGIN IMMEDIATE");
            group.ForEach(waiting => waiting.Change.Apply(_session));
            if (group.Count == 0)
            {
                _connection.Execute("UPDATE totals SET row_count = row_count");
            }
            timersChanged = _session.HasTimersChanged;
            nextDue = timersChanged ? _session.NextDue() : null;
            _options.Faults.BeforeCommit?.Invoke();
            _connection.Execute("COMMIT");
        }
        catch (Exception exception)
        {
            return Failed(exception, group.Count);
        }
        _options.Faults.AfterCommit?.Invoke();
        return TellMemory(timersChanged, nextDue);
    }

    private Exception? TellMemory(bool timersChanged, long? nextDue)
    {
        try
        {
            foreach (var effect in _session.TakeEffects())
            {
                effect();
            }
            if (timersChanged)
            {
                _nextDueChanged(nextDue);
            }
            if (!_isAvailable)
            {
                _isAvailable = true;
                LogGoesOn(_options.Logger, _path);
            }
            return null;
        }
        catch (Exception bug)
        {
            // Memory may know less than the disk now; what it hands out from here on could be wrong.
            LogBroken(_options.Logger, _path, bug);
            return _broken = new InvalidOperationException($"The task hub's memory fell behind its file {_path}. Start the process again: the file is good.", bug);
        }
    }

    private Exception Failed(Exception exception, int count)
    {
        _session.TakeEffects();
        RollBack();
        if (exception is not SqliteException sqlite)
        {
            LogFailed(_options.Logger, count, exception);
            return exception;
        }
        if (StoreFile.IsDamage(sqlite))
        {
            LogBroken(_options.Logger, _path, sqlite);
            return _broken = StoreFile.Damaged(_path, sqlite.Message, sqlite);
        }
        if (_isAvailable)
        {
            _isAvailable = false;
            LogUnavailable(_options.Logger, _path, sqlite.Message);
        }
        return new StoreUnavailableException($"The task hub's file {_path} cannot be written: {sqlite.Message}", sqlite);
    }

    private void RollBack()
    {
        try
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
            {
                _connection.Execute("ROLLBACK");
            }
        }
        catch (SqliteException lost)
        {
            LogFailed(_options.Logger, 0, lost);
        }
    }

    private sealed record Waiting(IStoreChange Change)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(LogLevel.Error, "Nothing can be written to {Path}, so nothing is acknowledged and no new work begins: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string path, string reason);

    [LoggerMessage(LogLevel.Information, "{Path} can be written again; the task hub goes on")]
    private static partial void LogGoesOn(ILogger logger, string path);

    [LoggerMessage(LogLevel.Critical, "The task hub stops: {Path} must not be trusted from here on")]
    private static partial void LogBroken(ILogger logger, string path, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Count} changes were not written")]
    private static partial void LogFailed(ILogger logger, int count, Exception exception);
}
