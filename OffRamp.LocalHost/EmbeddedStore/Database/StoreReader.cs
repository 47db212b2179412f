using DurableTask.Core;
using Microsoft.Data.Sqlite;

namespace OffRamp.LocalHost.EmbeddedStore.Database;

/// <summary>
/// Reads what is committed, on connections of its own; never waits for the writer. Whatever it hands out was made from
/// bytes for the caller, who may do with it as he likes.
/// </summary>
internal sealed class StoreReader(string path) : IDisposable
{
    private readonly Stack<ReadConnection> _free = new();
    private readonly Lock _gate = new();
    private bool _isDisposed;

    public (InstanceRow Row, byte[] State)? Find(string instanceId) => Use(c => Found(c.ById, instanceId));

    public (InstanceRow Row, byte[] State)? Find(long number) => Use(c => Found(c.ByNumber, number));

    /// <summary>The instance's turns, one after the other, compared with the instance's row.</summary>
    /// <exception cref="StoreRefusedException">They are not what was written.</exception>
    public List<byte[]> History(InstanceRow row) => Use(c =>
    {
        var turns = c.History.All(r => r.GetFieldValue<byte[]>(0), row.Number * Schema.MaxTurns, (row.Number + 1) * Schema.MaxTurns - 1);
        if (turns.Count != row.Turns || turns.Aggregate(0L, HistoryCheck) != row.HistoryCheck)
        {
            throw StoreFile.Damaged(path, $"the history of instance {row.InstanceId} was changed");
        }
        return turns;
    });

    public List<StoredMessage> Messages(long number) => Use(c => c.Messages.All(StoredMessage.Read, number));

    /// <summary>Instances by id, after <paramref name="after"/>, at most <paramref name="limit"/>.</summary>
    public List<(InstanceRow Row, byte[] State)> Query(InstanceQuery query, string after, int limit) => Use(c =>
    {
        using var statement = new Statement(c.Connection, query.Sql);
        return statement.All(r => (InstanceRow.Read(r), r.GetFieldValue<byte[]>(10)),
            after, query.Prefix, query.Prefix + "\U0010FFFF", query.CreatedFrom, query.CreatedTo, limit);
    });

    public static long HistoryCheck(long before, byte[] turn) => new RowCheck(before).Add(turn).Value;

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            while (_free.TryPop(out var connection))
            {
                connection.Dispose();
            }
        }
    }

    private static (InstanceRow Row, byte[] State)? Found(Statement statement, object key)
    {
        var found = statement.First(r => Tuple.Create(InstanceRow.Read(r), r.GetFieldValue<byte[]>(10)), key);
        return found is null ? null : (found.Item1, found.Item2);
    }

    private T Use<T>(Func<ReadConnection, T> read)
    {
        ReadConnection? connection;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _free.TryPop(out connection);
        }
        connection ??= new ReadConnection(Connections.Open(path, SqliteOpenMode.ReadOnly));
        try
        {
            return read(connection);
        }
        catch (SqliteException damaged) when (StoreFile.IsDamage(damaged))
        {
            throw StoreFile.Damaged(path, damaged.Message, damaged);
        }
        catch (Exception odd) when (odd is InvalidCastException or InvalidOperationException)
        {
            throw StoreFile.Damaged(path, "a row holds something else than was written", odd);
        }
        finally
        {
            GiveBack(connection);
        }
    }

    private void GiveBack(ReadConnection connection)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _free.Push(connection);
                return;
            }
        }
        connection.Dispose();
    }

    private sealed class ReadConnection(SqliteConnection connection) : IDisposable
    {
        public SqliteConnection Connection { get; } = connection;

        public Statement ById { get; } = new(connection, $"SELECT {InstanceRow.Columns}, state FROM instances WHERE instance_id = @1");

        public Statement ByNumber { get; } = new(connection, $"SELECT {InstanceRow.Columns}, state FROM instances WHERE number = @1");

        public Statement History { get; } = new(connection, "SELECT events FROM history WHERE position BETWEEN @1 AND @2 ORDER BY position");

        public Statement Messages { get; } = new(connection, "SELECT id, body FROM messages WHERE number = @1 ORDER BY id");

        public void Dispose()
        {
            Array.ForEach([ById, ByNumber, History, Messages], statement => statement.Dispose());
            Connection.Dispose();
        }
    }
}

/// <summary>Which instances are asked for. Created times are UTC ticks, both included.</summary>
internal sealed record InstanceQuery(string Prefix, IReadOnlyCollection<OrchestrationStatus> Statuses, long CreatedFrom, long CreatedTo)
{
    public string Sql =>
        $"""
        SELECT {InstanceRow.Columns}, state FROM instances
        WHERE instance_id > @1 AND instance_id >= @2 AND instance_id < @3 AND created >= @4 AND created <= @5
        {(Statuses.Count == 0 ? "" : $"AND status IN ({string.Join(", ", Statuses.Select(s => (int)s))})")}
        ORDER BY instance_id LIMIT @6
        """;
}
