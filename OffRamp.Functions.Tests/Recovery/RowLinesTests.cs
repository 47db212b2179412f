using System.Buffers;
using System.Text;
using Azure.Data.Tables;
using OffRamp.Functions.Recovery;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Recovery;

[TestClass]
public sealed class RowLinesTests
{
    private static readonly DateTimeOffset Instant = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    public static IEnumerable<object[]> Values =>
    [
        ["a \"quoted\" line\nand an umlaut: ü 💶"], [""], [long.MaxValue], [long.MinValue], [0L], [7], [true], [false], [Instant],
        [DateTimeOffset.Parse("1601-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture)], [new byte[] { 0, 1, 255 }], [Array.Empty<byte>()],
    ];

    [TestMethod]
    [DynamicData(nameof(Values))]
    public void A_property_comes_back_as_it_was_and_of_its_type(object value)
    {
        var back = RowLines.Read(Line(Row("Value", value))).Properties["Value"];

        Assert.AreEqual(value.GetType(), back.GetType());
        Assert.IsTrue(value is byte[] bytes ? bytes.SequenceEqual((byte[])back) : value.Equals(back), $"{value} came back as {back}");
    }

    [TestMethod]
    public void A_row_keeps_its_keys_and_a_text_of_several_properties()
    {
        var text = new string('x', StorageLimits.StringCharacters + 1);

        var back = RowLines.Read(Line(new Row("p|q r", "l|00000001|00").SetLargeText("Data", text)));

        Assert.AreEqual(("p|q r", "l|00000001|00", text), (back.PartitionKey, back.RowKey, back.GetLargeText("Data")));
    }

    [TestMethod]
    public void A_type_that_a_copy_does_not_know_is_said_and_not_left_out() =>
        Assert.ThrowsExactly<InvalidDataException>(() => Line(Row("Value", 1.5)));

    [TestMethod]
    [DataRow("")]
    [DataRow("{\"p\":\"a\"}")]
    [DataRow("{\"p\":\"a\",\"r\":\"b\",\"v\":{\"x\":[\"double\",\"1\"]}}")]
    public void What_is_no_line_of_a_copy_is_not_taken_for_one(string line) =>
        Assert.ThrowsExactly<InvalidDataException>(() => RowLines.Read(line));

    private static Row Row(string name, object value) => new(new TableEntity("partition", "row") { [name] = value });

    private static string Line(Row row)
    {
        var bytes = new ArrayBufferWriter<byte>();
        RowLines.Write(bytes, row);
        return Encoding.UTF8.GetString(bytes.WrittenSpan).TrimEnd('\n');
    }
}
