using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Tests.Requests;

[TestClass]
public sealed class CursorTests
{
    private readonly Cursor _cursor = new(new ServerKey(new byte[32]));

    [TestMethod]
    [DataRow("session|abc")]
    [DataRow("")]
    [DataRow("ünïcode")]
    public void A_cursor_leads_back_to_its_place(string place) =>
        Assert.AreEqual(place, _cursor.Read("sells:par_1", _cursor.Write("sells:par_1", place)));

    [TestMethod]
    public void It_counts_in_its_own_list_only() => Assert.IsNull(_cursor.Read("sells:par_2", _cursor.Write("sells:par_1", "place")));

    [TestMethod]
    [DataRow("")]
    [DataRow("abc")]
    [DataRow("***")]
    [DataRow("AAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_we_did_not_write_is_refused(string text) => Assert.IsNull(_cursor.Read("sells:par_1", text));

    [TestMethod]
    public void A_changed_cursor_is_refused()
    {
        var cursor = _cursor.Write("sells:par_1", "place");

        var changed = cursor[..^2] + (cursor[^2] == 'A' ? 'B' : 'A') + cursor[^1];

        Assert.IsNull(_cursor.Read("sells:par_1", changed));
    }

    [TestMethod]
    public void The_last_page_has_no_next()
    {
        var page = new PageRequest(2, null).Of(["a", "b"], s => s, s => s, _cursor, "list");

        Assert.IsFalse(page.HasMore);
        Assert.IsNull(page.NextCursor);
    }

    [TestMethod]
    public void One_item_too_many_shows_that_there_is_more()
    {
        var page = new PageRequest(2, null).Of(["a", "b", "c"], s => s, s => s, _cursor, "list");

        CollectionAssert.AreEqual(new[] { "a", "b" }, page.Data.ToArray());
        Assert.AreEqual("b", _cursor.Read("list", page.NextCursor!));
    }
}
