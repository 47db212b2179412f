using Microsoft.Data.Sqlite;

namespace OffRamp.LocalHost.EmbeddedStore.Database;

/// <summary>A prepared statement with the parameters @1, @2, … For one thread at a time.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 1; sql.Contains($"@{i}", StringComparison.Ordinal); i++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"@{i}" });
        }
    }

    /// <summary>Runs it, and says how many rows it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row; null when there is none.</summary>
    public object? Scalar(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar() is { } found and not DBNull ? found : null;
    }

    /// <summary>Its first row; null when there is none.</summary>
    public T? First<T>(Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values) where T : class
    {
        Bind(values);
        using var rows = _command.ExecuteReader();
        return rows.Read() ? read(rows) : null;
    }

    public List<T> All<T>(Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        var found = new List<T>();
        using var rows = _command.ExecuteReader();
        while (rows.Read())
        {
            found.Add(read(rows));
        }
        return found;
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
