using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class TimesTests
{
    [TestMethod]
    [DataRow("2026-11-27T07:04:05Z", "2026-11-27T07:04:05Z")]
    [DataRow("2026-11-27T07:04:05.1Z", "2026-11-27T07:04:05.1Z")]
    [DataRow("2026-11-27T07:04:05.1234567Z", "2026-11-27T07:04:05.1234567Z")]
    [DataRow("2026-11-27T07:04:05.123456789Z", "2026-11-27T07:04:05.1234567Z")]
    [DataRow("2026-11-27T07:04:05.000000000000000000Z", "2026-11-27T07:04:05Z")]
    [DataRow("2026-11-27t07:04:05z", "2026-11-27T07:04:05Z")]
    [DataRow("2026-11-27T08:04:05.5+01:00", "2026-11-27T07:04:05.5Z")]
    [DataRow("2026-11-27T07:04:05-00:00", "2026-11-27T07:04:05Z")]
    [DataRow("2026-12-31T23:59:60Z", "2026-12-31T23:59:59.9999999Z")]
    public void Every_spelling_of_RFC_3339_is_read(string text, string same) =>
        Assert.AreEqual(same, Times.TryParse(text) is { } time ? Times.Write(time) : null);

    [TestMethod]
    [DataRow("")]
    [DataRow("2026-11-27")]
    [DataRow("2026-11-27T07:04:05")]
    [DataRow("2026-11-27 07:04:05Z")]
    [DataRow("2026-11-27T07:04:05.Z")]
    [DataRow("2026-11-27T07:04:61Z")]
    [DataRow("2026-11-27T24:00:00Z")]
    [DataRow("2026-13-27T07:04:05Z")]
    [DataRow("2026-11-27T07:04:05+0100")]
    [DataRow("2026-11-27T07:04:05Z ")]
    [DataRow("٢٠٢٦-11-27T07:04:05Z")]
    [DataRow("1795763045")]
    public void What_is_none_is_refused(string text) => Assert.IsNull(Times.TryParse(text));
}
