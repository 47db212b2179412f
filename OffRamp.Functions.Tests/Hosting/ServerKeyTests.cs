using System.Text;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class ServerKeyTests
{
    private readonly ServerKey _key = new(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());

    [TestMethod]
    public void What_was_sealed_opens() =>
        Assert.AreEqual("hello", Encoding.UTF8.GetString(_key.Open("answers", _key.Seal("answers", "hello"u8, "row"), "row")!));

    [TestMethod]
    public void It_opens_for_no_other_purpose() => Assert.IsNull(_key.Open("webhooks", _key.Seal("answers", "hello"u8, "row"), "row"));

    [TestMethod]
    public void It_opens_in_no_other_context() => Assert.IsNull(_key.Open("answers", _key.Seal("answers", "hello"u8, "row"), "other"));

    [TestMethod]
    public void It_opens_with_no_other_key() =>
        Assert.IsNull(new ServerKey(new byte[32]).Open("answers", _key.Seal("answers", "hello"u8, "row"), "row"));

    [TestMethod]
    public void Every_changed_byte_is_noticed()
    {
        var box = _key.Seal("answers", "hello"u8, "row");

        for (var i = 0; i < box.Length; i++)
        {
            var changed = box.ToArray();
            changed[i] ^= 1;
            Assert.IsNull(_key.Open("answers", changed, "row"), $"byte {i}");
        }
    }

    [TestMethod]
    public void A_box_that_is_too_short_does_not_open() => Assert.IsNull(_key.Open("answers", [1, 2, 3], "row"));

    [TestMethod]
    public void The_same_text_is_sealed_differently_each_time() =>
        CollectionAssert.AreNotEqual(_key.Seal("answers", "hello"u8, "row"), _key.Seal("answers", "hello"u8, "row"));

    [TestMethod]
    public void A_signature_counts_for_its_text_and_purpose_only()
    {
        var mac = _key.Mac("quotes", "text");

        Assert.IsTrue(_key.IsMac("quotes", "text", mac));
        Assert.IsFalse(_key.IsMac("quotes", "texT", mac));
        Assert.IsFalse(_key.IsMac("cursor", "text", mac));
        Assert.IsFalse(_key.IsMac("quotes", "text", mac.AsSpan(0, 31)));
    }
}
