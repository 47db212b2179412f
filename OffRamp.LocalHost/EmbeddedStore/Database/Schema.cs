using Microsoft.Data.Sqlite;

namespace OffRamp.LocalHost.EmbeddedStore.Database;

/// <summary>
/// The tables. Each row carries a check over its columns; triggers keep the number of rows and the sum of the checks of
/// each table, so that a row that vanished is noticed as well. History has no check of its own: the instance's row has
/// one over all of its turns.
/// </summary>
internal static class Schema
{
    /// <summary>"DTFx" in ASCII, where SQLite keeps whose file it is.</summary>
    public const long ApplicationId = 0x44544678;

    public const long Version = 1;

    /// <summary>Turns an instance may have; its history lies at <c>number * MaxTurns + turn</c>, so beside each other.</summary>
    public const long MaxTurns = 1 << 20;

    /// <summary>The tables whose rows are checked when the file is opened.</summary>
    public static readonly string[] CheckedTables = ["instances", "messages", "timers", "activities"];

    private static readonly string[] Tables =
    [
        """
        CREATE TABLE instances (
          number INTEGER PRIMARY KEY, instance_id TEXT NOT NULL UNIQUE, execution_id TEXT NOT NULL, status INTEGER NOT NULL,
          held INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, completed INTEGER NOT NULL,
          turns INTEGER NOT NULL, history_check INTEGER NOT NULL, state BLOB NOT NULL, row_check INTEGER NOT NULL)
        """,
        "CREATE TABLE history (position INTEGER PRIMARY KEY, events BLOB NOT NULL)",
        """
        CREATE TABLE messages (
          number INTEGER NOT NULL, id INTEGER NOT NULL, body BLOB NOT NULL, row_check INTEGER NOT NULL,
          PRIMARY KEY (number, id)) WITHOUT ROWID
        """,
        """
        CREATE TABLE timers (
          number INTEGER NOT NULL, id INTEGER NOT NULL, due INTEGER NOT NULL, body BLOB NOT NULL, row_check INTEGER NOT NULL,
          PRIMARY KEY (number, id)) WITHOUT ROWID
        """,
        "CREATE INDEX timers_by_due ON timers (due)",
        "CREATE TABLE activities (id INTEGER PRIMARY KEY, body BLOB NOT NULL, row_check INTEGER NOT NULL)",
        "CREATE TABLE totals (name TEXT PRIMARY KEY, row_count INTEGER NOT NULL, check_sum INTEGER NOT NULL) WITHOUT ROWID",
    ];

    public static void Create(SqliteConnection connection)
    {
        foreach (var statement in Tables.Concat(CheckedTables.SelectMany(TotalsOf)))
        {
            connection.Execute(statement);
        }
        connection.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}");
    }

    /// <summary>The schema as SQLite keeps it, for comparing.</summary>
    public static string Dump(SqliteConnection connection)
    {
        using var statement = new Statement(connection, "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY type, name");
        return string.Join('\n', statement.All(row => row.GetString(0)));
    }

    private static IEnumerable<string> TotalsOf(string table) =>
    [
        $"INSERT INTO totals VALUES ('{table}', 0, 0)",
        $"CREATE TRIGGER {table}_in AFTER INSERT ON {table} BEGIN UPDATE totals SET row_count = row_count + 1, check_sum = check_sum + NEW.row_check WHERE name = '{table}'; END",
        $"CREATE TRIGGER {table}_out AFTER DELETE ON {table} BEGIN UPDATE totals SET row_count = row_count - 1, check_sum = check_sum - OLD.row_check WHERE name = '{table}'; END",
        $"CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} BEGIN UPDATE totals SET check_sum = check_sum - OLD.row_check + NEW.row_check WHERE name = '{table}'; END",
    ];
}
