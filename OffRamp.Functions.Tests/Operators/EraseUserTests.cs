using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Recovery;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>A user asks to be forgotten: what names him goes, the books stay.</summary>
[TestClass]
internal sealed class EraseUserTests
{
    private const string Email = "zora.zimt+verified@example.com";
    private static readonly string[] Words = ["zora", "zimt", "user-of-the-shop", "order-4711", "basket-99", "way-back"];

    [TestMethod]
    public async Task Nothing_in_the_tables_names_a_user_who_was_erased()
    {
        await using var shop = await Shop.OpenAsync();
        await PayAsync(shop);
        Assert.AreNotEqual("", await FindWordsAsync(shop));

        await EraseAsync(shop, new { email = Email.ToUpperInvariant() });

        Assert.AreEqual("", await FindWordsAsync(shop));
    }

    [TestMethod]
    public async Task By_the_partner_s_own_id_the_user_is_found_too()
    {
        await using var shop = await Shop.OpenAsync();
        await PayAsync(shop);

        await EraseAsync(shop, new { partner_user_id = "user-of-the-shop" });

        Assert.AreEqual("", await FindWordsAsync(shop));
    }

    [TestMethod]
    public async Task What_was_paid_is_still_in_the_books_as_it_was()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await PayAsync(shop);
        var before = await shop.ReadAsOperatorAsync($"/ops/api/sells/{session.SellId}");

        await EraseAsync(shop, new { email = Email });

        var after = await shop.ReadAsOperatorAsync($"/ops/api/sells/{session.SellId}");
        Assert.AreEqual(Books(before), Books(after));
        Assert.AreEqual("paid", after.GetProperty("sell").Text("phase"));
    }

    [TestMethod]
    public async Task What_comes_after_the_erasure_is_sent_back_all_the_same()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await PayAsync(shop);
        await EraseAsync(shop, new { email = Email });

        await shop.HearDepositAsync(session, await shop.DepositAsync(session, "40"), "40");
        await shop.PassAsync(session);

        var refund = (await shop.ReadSellAsync(session)).GetProperty("refunds").EnumerateArray().Single();
        Assert.AreEqual(("sent", "40"), (refund.Text("status"), refund.Text("amount")));
    }

    [TestMethod]
    public async Task A_sell_that_is_under_way_is_left_alone_and_so_is_another_partner_s_user()
    {
        await using var shop = await Shop.OpenAsync();
        var (open, other) = (await shop.SellAsync(Body()), await shop.AddPartnerAsync(enabled: true));
        using var opened = await shop.PartnerAsync(HttpMethod.Post, "/widget/session", Body(), token: other);
        await Shop.ReadAsync(opened, HttpStatusCode.Created);
        var before = await FindWordsAsync(shop);

        var answer = await EraseAsync(shop, new { email = Email });

        Assert.AreEqual($"0 [\"{open.Id}\"]", $"{answer.GetProperty("erased")} {answer.GetProperty("not_ended")}");
        Assert.AreEqual(before, await FindWordsAsync(shop));
    }

    [TestMethod]
    public async Task The_log_says_who_did_it_and_why_and_not_whose_data_it_was()
    {
        await using var shop = await Shop.OpenAsync();

        await EraseAsync(shop, new { email = Email });

        var entry = (await shop.ReadAsOperatorAsync("/ops/api/audit?limit=1")).GetProperty("data")[0];
        Assert.AreEqual("user.erased local ticket 1042 done", $"{entry.Text("action")} {entry.Text("operator")} {entry.Text("reason")} {entry.Text("outcome")}");
        Assert.AreEqual(DemoPartner.Id.ToString(), entry.Text("subject"));
    }

    private static JsonObject Body() => Bodies.Proof("user-of-the-shop", Email)
        .With("user_reference", "order-4711").With("redirect_url", "https://shop.example/way-back").With("metadata", new JsonObject { ["basket"] = "basket-99" });

    /// <summary>The user sells, is paid, and everybody was told.</summary>
    private static async Task<OpenedSession> PayAsync(Shop shop)
    {
        var session = await shop.SellAsync(Body());
        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        await shop.PassAsync(session);
        await shop.DeliverAsync(session);
        Assert.AreEqual("paid", (await shop.ReadSellAsync(session)).Text("phase"));
        return session;
    }

    private static async Task<JsonElement> EraseAsync(Shop shop, object user)
    {
        var body = JsonSerializer.SerializeToNode(user)!.AsObject().With("partner_id", DemoPartner.Id.ToString()).With("reason", "ticket 1042");
        using var answer = await shop.OperatorAsync("/ops/api/erasures", body);
        return await Shop.ReadAsync(answer, HttpStatusCode.OK);
    }

    /// <summary>Each row in which a word of the user's stands, in a key or in a value.</summary>
    private static async Task<string> FindWordsAsync(Shop shop)
    {
        var found = new List<string>();
        foreach (var name in StorageNames.All)
        {
            foreach (var row in await CopiedTables.RowsAsync(shop.Tables.Store.Table(name)))
            {
                var text = $"{row} {string.Join(' ', row.Properties.Values)}";
                found.AddRange(Words.Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)).Select(word => $"{name} {row.RowKey}: {word}"));
            }
        }

        return string.Join('\n', found.Order(StringComparer.Ordinal));
    }

    private static string Books(JsonElement sell) => string.Join('\n', sell.GetProperty("ledger").GetRawText(), sell.GetProperty("held").GetRawText(),
        sell.GetProperty("sell").GetProperty("deposits").GetRawText(), sell.GetProperty("sell").GetProperty("payouts").GetRawText(),
        sell.GetProperty("sell").GetProperty("status_history").GetRawText());
}
