using Microsoft.Data.Sqlite;

namespace OffRamp.LocalHost.EmbeddedStore.Database;

/// <summary>
/// The file of a task hub, opened and found good: ours, of a version that we know, with nothing missing or changed in
/// what still counts. Refuses it otherwise, with its name and what to do.
/// </summary>
internal sealed class StoreFile : IDisposable
{
    private readonly FileStream _lock;

    private StoreFile(string path, FileStream fileLock)
    {
        Path = path;
        _lock = fileLock;
    }

    public string Path { get; }

    /// <exception cref="StoreRefusedException">The file is in use, damaged, newer, or not a store.</exception>
    public static StoreFile Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        var file = new StoreFile(full, Lock(full));
        try
        {
            file.Prepare();
            return file;
        }
        catch (SqliteException damaged) when (IsDamage(damaged))
        {
            file.Dispose();
            throw Damaged(full, damaged.Message, damaged);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _lock.Dispose();

    public static bool IsDamage(SqliteException exception) =>
        exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_FORMAT;

    public static StoreRefusedException Damaged(string path, string what, Exception? inner = null) => new(
        $"The task hub's file {path} is damaged: {what}. Put a copy of before in its place, with its -wal file or without " +
        "one; or move the file and its -wal away, to start with an empty task hub.", inner);

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException inUse) when (inUse is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new StoreRefusedException($"The task hub's file {path} is in use by another process. End that one first, or take another file.", inUse);
        }
    }

    private void Prepare()
    {
        using var connection = Connections.OpenWriter(Path);
        if ((long)connection.Scalar("SELECT count(*) FROM sqlite_master")! == 0 && (long)connection.Scalar("PRAGMA application_id")! == 0)
        {
            connection.Execute("BEGIN IMMEDIATE");
            Schema.Create(connection);
            connection.Execute("COMMIT");
            return;
        }
        RefuseStrangers(connection);
        new StoreCheck(connection, Path).Run();
    }

    private void RefuseStrangers(SqliteConnection connection)
    {
        if ((long)connection.Scalar("PRAGMA application_id")! != Schema.ApplicationId)
        {
            throw new StoreRefusedException($"The file {Path} is not the file of a task hub, or its head is damaged. Take another file, or move this one away.");
        }
        var version = (long)connection.Scalar("PRAGMA user_version")!;
        if (version != Schema.Version)
        {
            throw new StoreRefusedException(
                $"The task hub's file {Path} is of version {version}, and this program knows version {Schema.Version}. " +
                "Start it with the program that wrote it, or move the file and its -wal away, to start with an empty task hub.");
        }
    }
}
