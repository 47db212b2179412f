using Microsoft.Data.Sqlite;
using OffRamp.Functions.Tests.EmbeddedStore.Samples;
using OffRamp.LocalHost.EmbeddedStore;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>A file that was changed behind the store's back is refused, or what it says is still true. Never silently wrong.</summary>
[TestClass]
public sealed class DamageTests
{
    private const int Seed = 20261127;
    private const int Flips = 150;

    [TestMethod]
    public async Task A_flipped_bit_anywhere_is_noticed_or_harmless()
    {
        using var folder = new TempFolder();
        var (bytes, before) = await WrittenAsync(folder.Path);
        var random = new Random(Seed);
        var wrong = new List<string>();

        for (var i = 0; i < Flips; i++)
        {
            var at = random.Next(bytes.Length);
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= (byte)(1 << random.Next(8));
            wrong.AddRange(await DifferenceAsync(folder.Path, damaged, before) is { } difference ? [$"byte {at}: {difference}"] : []);
        }

        Assert.AreEqual("", string.Join("\n", wrong));
    }

    [TestMethod]
    public async Task A_page_of_zeros_anywhere_is_noticed_or_harmless()
    {
        using var folder = new TempFolder();
        var (bytes, before) = await WrittenAsync(folder.Path);
        var wrong = new List<string>();

        for (var page = 0; page < bytes.Length / 4096; page++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged.AsSpan(page * 4096, 4096).Clear();
            wrong.AddRange(await DifferenceAsync(folder.Path, damaged, before) is { } difference ? [$"page {page}: {difference}"] : []);
        }

        Assert.AreEqual("", string.Join("\n", wrong));
    }

    [TestMethod]
    public async Task A_file_cut_anywhere_is_noticed()
    {
        using var folder = new TempFolder();
        var (bytes, before) = await WrittenAsync(folder.Path);
        var wrong = new List<string>();

        for (var length = 512; length < bytes.Length; length += 1536)
        {
            wrong.AddRange(await DifferenceAsync(folder.Path, bytes[..length], before) is { } difference ? [$"{length} bytes: {difference}"] : []);
        }

        Assert.AreEqual("", string.Join("\n", wrong));
    }

    [TestMethod]
    public async Task Refusing_names_the_file_and_what_to_do()
    {
        using var folder = new TempFolder();
        var (bytes, _) = await WrittenAsync(folder.Path);
        bytes.AsSpan(4096, 4096).Clear();
        await File.WriteAllBytesAsync(folder.File, bytes);

        var refused = Refusal(folder.Path);

        StringAssert.Contains(refused, folder.File);
        StringAssert.Contains(refused, "move the file and its -wal away");
    }

    [TestMethod]
    public async Task A_row_that_vanished_is_noticed()
    {
        using var folder = new TempFolder();
        await WrittenAsync(folder.Path);
        Change(folder.File, "DROP TRIGGER timers_out; DELETE FROM timers WHERE id = (SELECT min(id) FROM timers); "
            + "CREATE TRIGGER timers_out AFTER DELETE ON timers BEGIN UPDATE totals SET row_count = row_count - 1, check_sum = check_sum - OLD.row_check WHERE name = 'timers'; END");

        StringAssert.Contains(Refusal(folder.Path), "rows of timers are missing");
    }

    [TestMethod]
    public async Task A_newer_file_is_left_to_the_program_that_wrote_it()
    {
        using var folder = new TempFolder();
        await WrittenAsync(folder.Path);
        Change(folder.File, "PRAGMA user_version = 99");

        StringAssert.Contains(Refusal(folder.Path), "is of version 99, and this program knows version 1");
    }

    [TestMethod]
    public async Task A_file_that_is_no_store_is_left_alone()
    {
        using var folder = new TempFolder();
        Change(folder.File, "CREATE TABLE recipes (name TEXT)");

        StringAssert.Contains(Refusal(folder.Path), "is not the file of a task hub");
    }

    [TestMethod]
    public async Task A_file_in_use_is_refused()
    {
        await using var first = await StoreWorld.StartAsync();

        StringAssert.Contains(Refusal(first.Folder), "is in use by another process");
    }

    /// <summary>A hub with ended, waiting and scheduled instances, closed; and everything that it says.</summary>
    private static async Task<(byte[] Bytes, string Before)> WrittenAsync(string folder)
    {
        await using (var world = await StoreWorld.StartAsync(folder))
        {
            for (var i = 0; i < 5; i++)
            {
                await world.CreateAsync<Chain>($"chain{i}", "a");
                await world.EndOfAsync($"chain{i}");
                await world.CreateAsync<Sell>($"sell{i}", new string('s', 700 * i));
            }
            await world.QuietAsync();
        }
        await using (var world = new StoreWorld(folder))
        {
            return (await File.ReadAllBytesAsync(world.FilePath), await DamageWitness.TellAsync(world));
        }
    }

    /// <summary>Null when the file was refused, or says what it said before.</summary>
    private static async Task<string?> DifferenceAsync(string folder, byte[] bytes, string before)
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            File.Delete(file);
        }
        await using var world = new StoreWorld(folder);
        await File.WriteAllBytesAsync(world.FilePath, bytes);
        try
        {
            var now = await DamageWitness.TellAsync(world);
            return now == before ? null : $"it says {now}";
        }
        catch (StoreRefusedException)
        {
            return null;
        }
    }

    private static string Refusal(string folder)
    {
        using var hub = new EmbeddedTaskHub(new EmbeddedStoreOptions { FilePath = Path.Combine(folder, "hub.db") });
        return Assert.ThrowsExactly<StoreRefusedException>(() => hub.Open()).Message;
    }

    private static void Change(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class TempFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("damage").FullName;

        public string File => System.IO.Path.Combine(Path, "hub.db");

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
