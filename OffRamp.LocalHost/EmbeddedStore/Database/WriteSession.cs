using DurableTask.Core;
using Microsoft.Data.Sqlite;

namespace OffRamp.LocalHost.EmbeddedStore.Database;

/// <summary>
/// What a change may do to the store, inside the writer's transaction. Memory is told by <see cref="AfterCommit"/> only:
/// that runs when everything is on the disk, in the order of the changes, and not at all when the commit fails.
/// </summary>
internal sealed class WriteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<Action> _afterCommit = [];
    private readonly List<Statement> _statements = [];
    private readonly Statement _findById, _findByNumber, _state, _insert, _update, _delete;
    private readonly Statement _addTurn, _deleteTurns, _addMessage, _deleteMessagesThrough, _addTimer, _deleteTimer, _deleteTimers, _due;
    private readonly Statement _nextDue, _addActivity, _deleteActivity;
    private long _lastId, _lastNumber;

    public WriteSession(SqliteConnection connection)
    {
        _connection = connection;
        _findById = Prepare($"SELECT {InstanceRow.Columns} FROM instances WHERE instance_id = @1");
        _findByNumber = Prepare($"SELECT {InstanceRow.Columns} FROM instances WHERE number = @1");
        _state = Prepare("SELECT state FROM instances WHERE number = @1");
        _insert = Prepare($"INSERT INTO instances ({InstanceRow.Columns}, state, row_check) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12)");
        _update = Prepare("UPDATE instances SET execution_id = @2, status = @3, held = @4, created = @5, updated = @6, completed = @7, turns = @8, history_check = @9, state = @10, row_check = @11 WHERE number = @1");
        _delete = Prepare("DELETE FROM instances WHERE number = @1");
        _addTurn = Prepare("INSERT INTO history VALUES (@1, @2)");
        _deleteTurns = Prepare("DELETE FROM history WHERE position BETWEEN @1 AND @2");
        _addMessage = Prepare("INSERT INTO messages VALUES (@1, @2, @3, @4)");
        _deleteMessagesThrough = Prepare("DELETE FROM messages WHERE number = @1 AND id <= @2");
        _addTimer = Prepare("INSERT INTO timers VALUES (@1, @2, @3, @4, @5)");
        _deleteTimer = Prepare("DELETE FROM timers WHERE number = @1 AND id = @2");
        _deleteTimers = Prepare("DELETE FROM timers WHERE number = @1");
        _due = Prepare("SELECT number, id, due, body FROM timers WHERE due <= @1 ORDER BY due, id LIMIT @2");
        _nextDue = Prepare("SELECT min(due) FROM timers");
        _addActivity = Prepare("INSERT INTO activities VALUES (@1, @2, @3)");
        _deleteActivity = Prepare("DELETE FROM activities WHERE id = @1");
        _lastNumber = (long)connection.Scalar("SELECT coalesce(max(number), 0) FROM instances")!;
        _lastId = (long)connection.Scalar("SELECT max(coalesce((SELECT max(id) FROM messages), 0), coalesce((SELECT max(id) FROM timers), 0), coalesce((SELECT max(id) FROM activities), 0))")!;
    }

    public bool HasTimersChanged { get; private set; }

    public void AfterCommit(Action tellMemory) => _afterCommit.Add(tellMemory);

    /// <summary>Takes what memory is to be told; the next group begins without.</summary>
    public IReadOnlyList<Action> TakeEffects()
    {
        var effects = _afterCommit.ToArray();
        _afterCommit.Clear();
        HasTimersChanged = false;
        return effects;
    }

    public InstanceRow? Find(string instanceId) => _findById.First(InstanceRow.Read, instanceId);

    public InstanceRow? Find(long number) => _findByNumber.First(InstanceRow.Read, number);

    public byte[] StateOf(InstanceRow row) => (byte[])_state.Scalar(row.Number)!;

    /// <summary>Numbers and ids are never used twice while the process lives, also not after a failed commit.</summary>
    public long NextNumber() => ++_lastNumber;

    public void Insert(InstanceRow row, byte[] state) => _insert.Run(
        row.Number, row.InstanceId, row.ExecutionId, (long)row.Status, row.IsHeld ? 1L : 0L, row.Created, row.Updated, row.Completed,
        row.Turns, row.HistoryCheck, state, row.Check(state));

    public void Update(InstanceRow row, byte[] state) => _update.Run(
        row.Number, row.ExecutionId, (long)row.Status, row.IsHeld ? 1L : 0L, row.Created, row.Updated, row.Completed,
        row.Turns, row.HistoryCheck, state, row.Check(state));

    /// <summary>The instance with all that it has: history, messages, timers. Activities go on; nobody hears their answers.</summary>
    public void Delete(InstanceRow row)
    {
        DeleteHistory(row);
        DeleteWaiting(row);
        _delete.Run(row.Number);
    }

    public void DeleteWaiting(InstanceRow row)
    {
        DeleteMessages(row.Number, long.MaxValue);
        DeleteTimers(row.Number);
    }

    public void AddTurn(InstanceRow row, byte[] events)
    {
        if (row.Turns >= Schema.MaxTurns)
        {
            throw new InvalidOperationException($"Instance {row.InstanceId} has had {Schema.MaxTurns} turns; it must continue as new before.");
        }
        _addTurn.Run(row.Number * Schema.MaxTurns + row.Turns, events);
    }

    public void DeleteHistory(InstanceRow row)
    {
        if (row.Turns > 0)
        {
            _deleteTurns.Run(row.Number * Schema.MaxTurns, (row.Number + 1) * Schema.MaxTurns - 1);
        }
    }

    public StoredMessage AddMessage(long number, byte[] body)
    {
        var message = new StoredMessage(++_lastId, body);
        _addMessage.Run(number, message.Id, body, message.Check(number));
        return message;
    }

    public void DeleteMessages(long number, long through) => _deleteMessagesThrough.Run(number, through);

    public void AddTimer(long number, long due, byte[] body)
    {
        var timer = new TimerRow(number, ++_lastId, due, body);
        _addTimer.Run(number, timer.Id, due, body, timer.Check);
        HasTimersChanged = true;
    }

    public void DeleteTimer(TimerRow timer) => HasTimersChanged |= _deleteTimer.Run(timer.Number, timer.Id) > 0;

    public void DeleteTimers(long number) => HasTimersChanged |= _deleteTimers.Run(number) > 0;

    public List<TimerRow> Due(long now, int limit) => _due.All(TimerRow.Read, now, limit);

    /// <summary>UTC ticks of business time; null when nothing waits.</summary>
    public long? NextDue() => (long?)_nextDue.Scalar();

    public StoredMessage AddActivity(byte[] body)
    {
        var message = new StoredMessage(++_lastId, body);
        _addActivity.Run(message.Id, body, message.Check(0));
        return message;
    }

    /// <summary>False when it has been answered already.</summary>
    public bool DeleteActivity(long id) => _deleteActivity.Run(id) > 0;

    public void Dispose()
    {
        _statements.ForEach(statement => statement.Dispose());
        _connection.Dispose();
    }

    private Statement Prepare(string sql)
    {
        var statement = new Statement(_connection, sql);
        _statements.Add(statement);
        return statement;
    }
}
