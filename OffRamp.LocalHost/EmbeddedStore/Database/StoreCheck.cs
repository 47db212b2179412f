using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OffRamp.LocalHost.EmbeddedStore.Database;

/// <summary>
/// Reads every row that the hub will go by, and compares with what was written: each row's check, the totals of each
/// table, the schema, and that indexes and tables agree. History is compared when it is read.
/// </summary>
internal sealed class StoreCheck(SqliteConnection connection, string path)
{
    /// <exception cref="StoreRefusedException">Something is missing or changed.</exception>
    public void Run()
    {
        CheckSchema();
        foreach (var table in Schema.CheckedTables)
        {
            CheckTree(table);
        }
        Compare("instances", $"SELECT {InstanceRow.Columns}, row_check, state FROM instances", InstanceCheck);
        Compare("messages", "SELECT id, body, row_check, number FROM messages", row => (row.GetInt64(2), StoredMessage.Read(row).Check(row.GetInt64(3))));
        Compare("timers", "SELECT number, id, due, body, row_check FROM timers", row => (row.GetInt64(4), TimerRow.Read(row).Check));
        Compare("activities", "SELECT id, body, row_check FROM activities", row => (row.GetInt64(2), StoredMessage.Read(row).Check(0)));
    }

    private void CheckSchema()
    {
        using var model = new SqliteConnection("Data Source=:memory:");
        model.Open();
        Schema.Create(model);
        if (Schema.Dump(connection) != Schema.Dump(model))
        {
            throw StoreFile.Damaged(path, "its tables are not as they were made");
        }
    }

    private void CheckTree(string table)
    {
        var found = Convert.ToString(connection.Scalar($"PRAGMA integrity_check('{table}')"), CultureInfo.InvariantCulture);
        if (found != "ok")
        {
            throw StoreFile.Damaged(path, found ?? "no answer");
        }
    }

    private void Compare(string table, string select, Func<SqliteDataReader, (long Written, long Read)> check)
    {
        long rows = 0, sum = 0;
        using (var command = connection.CreateCommand())
        {
            command.CommandText = select;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var (written, read) = Checked(table, reader, check);
                if (written != read)
                {
                    throw StoreFile.Damaged(path, $"a row of {table} was changed");
                }
                rows++;
                sum += written;
            }
        }
        var totals = (Rows: connection.Scalar($"SELECT row_count FROM totals WHERE name = '{table}'"), Sum: connection.Scalar($"SELECT check_sum FROM totals WHERE name = '{table}'"));
        if (!rows.Equals(totals.Rows) || !sum.Equals(totals.Sum))
        {
            throw StoreFile.Damaged(path, $"rows of {table} are missing or too many");
        }
    }

    /// <summary>A damaged row may hold another kind of value than its column says.</summary>
    private (long Written, long Read) Checked(string table, SqliteDataReader reader, Func<SqliteDataReader, (long Written, long Read)> check)
    {
        try
        {
            return check(reader);
        }
        catch (Exception odd) when (odd is InvalidCastException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw StoreFile.Damaged(path, $"a row of {table} cannot be read", odd);
        }
    }

    private static (long Written, long Read) InstanceCheck(SqliteDataReader row) => (row.GetInt64(10), InstanceRow.Read(row).Check(row.GetFieldValue<byte[]>(11)));
}
