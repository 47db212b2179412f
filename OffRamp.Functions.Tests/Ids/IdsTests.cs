using System.Text.Json;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Tests.Ids;

[TestClass]
public sealed class IdsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void An_identifier_is_read_as_it_was_written()
    {
        var id = Id26.New(Noon);

        Assert.AreEqual(id, Id26.Parse(id.ToString()));
        Assert.AreEqual(26, id.ToString().Length);
        Assert.AreEqual(Noon, id.Time);
    }

    [TestMethod]
    public void Texts_are_in_the_order_of_time()
    {
        var texts = Enumerable.Range(0, 200).Select(i => Id26.New(Noon.AddMilliseconds(i * 977)).ToString()).ToList();

        CollectionAssert.AreEqual(texts.Order(StringComparer.Ordinal).ToList(), texts);
    }

    [TestMethod]
    public void Newest_first_texts_are_in_the_reverse_order_and_lead_back()
    {
        var ids = Enumerable.Range(0, 50).Select(i => Id26.New(Noon.AddMilliseconds(i))).ToList();

        var texts = ids.Select(i => i.ToNewestFirst()).ToList();

        CollectionAssert.AreEqual(texts.OrderDescending(StringComparer.Ordinal).ToList(), texts);
        Assert.IsTrue(Id26.TryParseNewestFirst(texts[3], out var back));
        Assert.AreEqual(ids[3], back);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("01jd6zq0000000000000000000x")]
    [DataRow("01jd6zq000000000000000000")]
    [DataRow("01JD6ZQ0000000000000000000")]
    [DataRow("81jd6zq0000000000000000000")]
    [DataRow("01jd6zq000000000000000000u")]
    [DataRow("01jd6zq000000000000000000-")]
    public void Any_other_spelling_is_refused(string text) => Assert.IsFalse(Id26.TryParse(text, out _));

    [TestMethod]
    public void A_session_and_its_sell_share_their_characters()
    {
        var session = new SessionId(Id26.New(Noon));

        Assert.AreEqual("sell_" + session.ToString()["ses_".Length..], session.Sell.ToString());
        Assert.AreEqual(session, session.Sell.Session);
    }

    [TestMethod]
    public void A_prefix_is_part_of_the_identifier()
    {
        var id = new PartnerId(Id26.New(Noon));

        Assert.IsTrue(PrefixedId.TryParse<PartnerId>(id.ToString(), out var same));
        Assert.AreEqual(id, same);
        Assert.IsFalse(PrefixedId.TryParse<SellId>(id.ToString(), out _));
        Assert.IsFalse(PrefixedId.TryParse<PartnerId>(id.Id.ToString(), out _));
        Assert.IsFalse(PrefixedId.TryParse<PartnerId>(null, out _));
    }

    [TestMethod]
    public void In_JSON_it_is_a_text()
    {
        var id = new EventId(Id26.New(Noon));

        var json = JsonSerializer.Serialize(id, ApiJson.Options);

        Assert.AreEqual($"\"{id}\"", json);
        Assert.AreEqual(id, JsonSerializer.Deserialize<EventId>(json, ApiJson.Options));
        Assert.ThrowsExactly<JsonException>(() => JsonSerializer.Deserialize<SellId>(json, ApiJson.Options));
    }
}
