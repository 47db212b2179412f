using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Storage;

[TestClass]
public sealed class RowTests
{
    [TestMethod]
    [DataRow("")]
    [DataRow("a/b")]
    [DataRow("a\\b")]
    [DataRow("a#b")]
    [DataRow("a?b")]
    [DataRow("a\nb")]
    [DataRow("a\u0085b")]
    [DataRow("a🙂")]
    public void A_key_of_forbidden_characters_is_refused(string key)
    {
        Assert.ThrowsExactly<ArgumentException>(() => new Row(key, "r"));
        Assert.ThrowsExactly<ArgumentException>(() => new Row("p", key));
    }

    [TestMethod]
    public void A_key_has_at_most_512_characters()
    {
        _ = new Row(new string('k', 512), "r");

        Assert.ThrowsExactly<ArgumentException>(() => new Row(new string('k', 513), "r"));
    }

    [TestMethod]
    [DataRow("plain-Text_1.2:3@4", "plain-Text_1.2:3@4")]
    [DataRow("a/b", "~c14cddc033f64b9dea80ea675cf280a015e672516090a5626781153dc68fea11")]
    [DataRow("", "~e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Any_text_has_a_key(string text, string expected) => Assert.AreEqual(expected, TableKey.For(text));

    [TestMethod]
    [DataRow("")]
    [DataRow("1a")]
    [DataRow("a-b")]
    [DataRow("a b")]
    [DataRow("RowKey")]
    [DataRow("odata.etag")]
    public void A_property_is_named_like_a_variable(string name) =>
        Assert.ThrowsExactly<ArgumentException>(() => new Row("p", "r").Set(name, "x"));

    [TestMethod]
    public void Null_takes_a_property_away()
    {
        var row = new Row("p", "r").Set("A", "x").Set("B", 1);

        row.Set("A", (string?)null).Set("B", (long?)null);

        Assert.IsEmpty(row.Properties);
    }

    [TestMethod]
    public void A_property_read_as_another_type_is_a_mistake() =>
        Assert.ThrowsExactly<InvalidCastException>(() => new Row("p", "r").Set("A", "1").GetInt64("A"));

    [TestMethod]
    public void A_row_is_measured_by_the_published_formula()
    {
        var row = new Row("pp", "rrr").Set("Text", "äbc").Set("Number", 1).Set("Flag", true).Set("Bytes", [1, 2]);

        // 4 + 2 x 5; then 8 + 2 x name + value each: 8 + 8 + 10, 8 + 12 + 8, 8 + 8 + 1, 8 + 10 + 6.
        Assert.AreEqual(14 + 26 + 28 + 17 + 24, row.Size);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(32_768)]
    [DataRow(32_769)]
    [DataRow(100_000)]
    public void A_large_text_reads_back(int length)
    {
        var text = new string('x', length);

        var row = new Row("p", "r").SetLargeText("Body", text);

        Assert.AreEqual(text, row.GetLargeText("Body"));
        Assert.IsTrue(row.Properties.Values.All(part => ((string)part).Length <= StorageLimits.StringCharacters));
        Assert.HasCount(Math.Max(1, (length + 32_767) / 32_768), row.Properties);
    }

    [TestMethod]
    public void A_large_text_is_not_cut_through_a_character()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("🙂", 40_000));

        var row = new Row("p", "r").SetLargeText("Body", text);

        Assert.AreEqual(text, row.GetLargeText("Body"));
        Assert.IsFalse(row.Properties.Values.Any(part => char.IsHighSurrogate(((string)part)[^1])));
    }

    [TestMethod]
    public void A_shorter_large_text_leaves_no_parts_of_the_longer()
    {
        var row = new Row("p", "r").SetLargeText("Body", new string('x', 100_000));

        row.SetLargeText("Body", "short");
        Assert.AreEqual("short", row.GetLargeText("Body"));
        Assert.HasCount(1, row.Properties);

        row.SetLargeText("Body", null);
        Assert.IsNull(row.GetLargeText("Body"));
        Assert.IsEmpty(row.Properties);
    }

    [TestMethod]
    public void More_than_the_service_takes_is_refused_before_sending()
    {
        Row[] rows =
        [
            new Row("p", "r").Set("Text", new string('x', StorageLimits.StringCharacters + 1)),
            new Row("p", "r").Set("Bytes", new byte[StorageLimits.BinaryBytes + 1]),
            new Row("p", "r").SetLargeText("Text", new string('x', StorageLimits.RowBytes / 2)),
            Enumerable.Range(0, StorageLimits.Properties + 1).Aggregate(new Row("p", "r"), (row, i) => row.Set($"P{i}", i)),
        ];

        foreach (var row in rows)
        {
            Assert.ThrowsExactly<StorageLimitException>(() => StorageLimits.Check(row));
        }
    }
}
