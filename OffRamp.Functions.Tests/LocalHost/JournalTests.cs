using System.Text;
using OffRamp.LocalHost;
using OffRamp.LocalHost.Hub.Journal;

namespace OffRamp.Functions.Tests.LocalHost;

[TestClass]
public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("journal-").FullName;
    private readonly List<string> _state = [];

    private string JournalPath => Path.Combine(_folder, "hub.journal");

    [TestMethod]
    public async Task What_was_acknowledged_is_replayed_in_order()
    {
        await using (var journal = Open())
            for (var i = 0; i < 5; i++) await Append(journal, $"record {i}");
        var before = _state.ToArray();

        await using var again = Open();

        CollectionAssert.AreEqual(before, _state);
        CollectionAssert.AreEqual(new[] { "record 0", "record 1", "record 2", "record 3", "record 4" }, before);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(5)]
    [DataRow(13)]
    [DataRow(20)]
    public async Task A_torn_last_record_is_cut_off_and_the_journal_goes_on(int missing)
    {
        await Write("first", "second-torn");
        Truncate(missing);

        await using (var journal = Open()) await Append(journal, "third");
        await using var again = Open();

        CollectionAssert.AreEqual(new[] { "first", "third" }, _state);
    }

    [TestMethod]
    public async Task A_last_record_with_a_wrong_checksum_is_cut_off()
    {
        await Write("first", "second");
        Damage(new FileInfo(JournalPath).Length - 1);

        await using var again = Open();

        CollectionAssert.AreEqual(new[] { "first" }, _state);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(5)]
    [DataRow(10)]
    [DataRow(17)]
    public async Task Damage_before_the_end_is_reported_and_changes_nothing(int offset)
    {
        await Write("first", "second", "third");
        var fileMark = JournalFrame.FileMark.Length;
        Damage(fileMark + offset);
        var before = await File.ReadAllBytesAsync(JournalPath);

        var refusal = Assert.ThrowsExactly<HostFailure>(() => Open());

        Assert.Contains($"damaged at byte {fileMark}", refusal.Message);
        CollectionAssert.AreEqual(before, await File.ReadAllBytesAsync(JournalPath));
    }

    [TestMethod]
    public void A_second_host_on_the_same_data_is_refused_until_the_first_lets_go()
    {
        var first = DataFolder.Hold(_folder);

        var refusal = Assert.ThrowsExactly<HostFailure>(() => DataFolder.Hold(_folder));
        first.Dispose();
        DataFolder.Hold(_folder).Dispose();

        Assert.Contains("Another host", refusal.Message);
    }

    [TestMethod]
    public async Task Writers_who_wait_together_share_a_flush()
    {
        using var firstFlush = new ManualResetEventSlim();
        await using var journal = Open(options => options with { BeforeFlush = _ => firstFlush.Wait() });

        var all = Enumerable.Range(0, 200).Select(i => Append(journal, $"{i}")).ToArray();
        var acknowledgedEarly = all.Count(one => one.IsCompleted);
        firstFlush.Set();
        await Task.WhenAll(all);

        Assert.AreEqual(0, acknowledgedEarly, "nothing is acknowledged before its flush");
        Assert.AreEqual(200, journal.Counts.Commits);
        Assert.IsLessThanOrEqualTo(3, journal.Counts.Flushes);
    }

    [TestMethod]
    public async Task A_failing_disk_acknowledges_nothing_and_the_journal_recovers_with_it()
    {
        var full = true;
        await using (var journal = Open(options => options with { BeforeFlush = _ => { if (full) throw new IOException("No space left on device"); } }))
        {
            var refusal = await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => Append(journal, "lost"));
            full = false;
            await Append(journal, "kept");
            Assert.Contains("No space left", refusal.Message);
        }

        _state.Clear();
        await using var again = Open();

        CollectionAssert.AreEqual(new[] { "kept" }, _state);
    }

    [TestMethod]
    public async Task A_large_journal_is_rewritten_and_says_the_same()
    {
        long length;
        await using (var journal = Open(options => options with { CompactAbove = 20_000 }, keepLast: 3))
        {
            for (var i = 0; i < 2_000; i++) await Append(journal, $"record number {i}", keepLast: 3);
            length = journal.Length;
        }
        var before = _state.ToArray();

        await using var again = Open(keepLast: 3);

        Assert.IsLessThan(21_000, length);
        CollectionAssert.AreEqual(before, _state);
        Assert.AreEqual("record number 1999", _state[^1]);
    }

    [TestMethod]
    public async Task It_is_rewritten_while_many_append_and_nobody_is_forgotten()
    {
        await using (var journal = Open(options => options with { CompactAbove = 2_000, CompactFactor = 1 }))
            await Parallel.ForEachAsync(Enumerable.Range(0, 500), async (i, _) => await Append(journal, $"record {i:000}"));

        await using var again = Open();

        CollectionAssert.AreEqual(Enumerable.Range(0, 500).Select(i => $"record {i:000}").ToArray(), _state.Order().ToArray());
    }

    [TestMethod]
    public async Task A_rewrite_that_a_kill_left_half_done_is_forgotten()
    {
        await Write("first", "second");
        await File.WriteAllTextAsync(JournalPath + ".new", "half of a journ");

        await using (var journal = Open(options => options with { CompactAbove = 1 })) await Append(journal, "third");
        await using var again = Open();

        CollectionAssert.AreEqual(new[] { "first", "second", "third" }, _state);
    }

    [TestMethod]
    public async Task Without_room_for_a_rewrite_the_journal_goes_on_in_the_old_file()
    {
        await Write("first");
        Directory.CreateDirectory(JournalPath + ".new");
        await using (var journal = Open(options => options with { CompactAbove = 1 }))
        {
            await Append(journal, "second");
            await Append(journal, "third");
        }

        await using var again = Open();

        CollectionAssert.AreEqual(new[] { "first", "second", "third" }, _state);
    }

    [TestMethod]
    public async Task After_a_rewrite_nothing_is_acknowledged_before_the_new_files_name_is_on_disk()
    {
        var fails = false;
        await using (var journal = Open(options => options with
        {
            CompactAbove = 60,
            FlushFolder = folder =>
            {
                if (fails) throw new IOException("Input/output error");
            },
        }))
        {
            fails = true;
            await Append(journal, "long enough to have the journal rewritten");
            var refusal = await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => Append(journal, "refused"));
            fails = false;
            await Append(journal, "kept");
            Assert.Contains("Input/output error", refusal.Message);
        }

        await using var again = Open();

        CollectionAssert.AreEqual(new[] { "long enough to have the journal rewritten", "kept" }, _state);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private HubJournal Open(Func<JournalOptions, JournalOptions>? change = null, int keepLast = int.MaxValue)
    {
        _state.Clear();
        var options = new JournalOptions(JournalPath);
        return HubJournal.Open(change?.Invoke(options) ?? options,
            record => Apply(Encoding.UTF8.GetString(record), keepLast), () => _state.Select(Encoding.UTF8.GetBytes));
    }

    private Task<bool> Append(HubJournal journal, string text, int keepLast = int.MaxValue) =>
        journal.AppendAsync(Encoding.UTF8.GetBytes(text), () => Apply(text, keepLast));

    private bool Apply(string text, int keepLast)
    {
        _state.Add(text);
        if (_state.Count > keepLast) _state.RemoveAt(0);
        return true;
    }

    private async Task Write(params string[] records)
    {
        await using var journal = Open();
        foreach (var record in records) await Append(journal, record);
    }

    private void Truncate(int missing)
    {
        using var file = File.OpenWrite(JournalPath);
        file.SetLength(file.Length - missing);
    }

    private void Damage(long position)
    {
        using var file = new FileStream(JournalPath, FileMode.Open, FileAccess.ReadWrite);
        file.Position = position;
        var before = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(before ^ 0x5A));
    }
}
