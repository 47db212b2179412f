using Microsoft.Data.Sqlite;

namespace OffRamp.LocalHost.EmbeddedStore.Database;

/// <summary>What there is to do in a file that was just opened.</summary>
internal static class UnfinishedWork
{
    /// <summary>Instances with messages that may be run now, and activities without an answer, the oldest first.</summary>
    public static (List<long> Instances, List<StoredMessage> Activities) Read(string path)
    {
        using var connection = Connections.Open(path, SqliteOpenMode.ReadOnly);
        using var instances = new Statement(connection, "SELECT number FROM messages JOIN instances USING (number) WHERE held = 0 GROUP BY number ORDER BY min(id)");
        using var activities = new Statement(connection, "SELECT id, body FROM activities ORDER BY id");
        return (instances.All(row => row.GetInt64(0)), activities.All(StoredMessage.Read));
    }
}
