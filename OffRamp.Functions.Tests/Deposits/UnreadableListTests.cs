using System.Net;
using System.Text.Json.Nodes;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Tests.Infrastructure;
using static OffRamp.Functions.Tests.Deposits.HttpCustodianTests;

namespace OffRamp.Functions.Tests.Deposits;

/// <summary>What cannot be read of the custodian's list is never left out silently: it may be the user's money.</summary>
[TestClass]
public sealed class UnreadableListTests
{
    private const string Ethereum = "0xdAC17F958D2ee523a2206206994597C13D831ec7";
    private const string Tron = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";

    [TestMethod]
    [DataRow("status", "\"gone\"")]
    [DataRow("status", "null")]
    [DataRow("network", "\"BEP20\"")]
    [DataRow("network", "7")]
    [DataRow("amount", "250.5")]
    [DataRow("amount", "\"-1\"")]
    [DataRow("amount", "\"1e3\"")]
    [DataRow("amount", "\"1.23456789012\"")]
    [DataRow("amount", "null")]
    [DataRow("contract_address", "null")]
    [DataRow("contract_address", "\"USDT-ERC20\"")]
    [DataRow("tx_hash", "\"\"")]
    [DataRow("tx_hash", "\"a b\"")]
    [DataRow("log_index", "-1")]
    [DataRow("log_index", "\"3\"")]
    [DataRow("confirmations", "1.5")]
    [DataRow("seen_at", "\"2030-01-01\"")]
    [DataRow("seen_at", "\"2030-01-01T12:00:00\"")]
    [DataRow("risk", "true")]
    public async Task An_entry_that_cannot_be_read_is_never_left_out(string field, string json)
    {
        var bad = Transfer();
        bad["tx_hash"] = "0xBAD";
        bad[field] = JsonNode.Parse(json);
        using var http = Listing(bad, JsonValue.Create(7), Transfer()).Connect();

        var page = await ListAsync(http);

        Assert.AreEqual("abc123", page.Facts.Single().TxHash);
        Assert.HasCount(2, page.Unreadable.DistinctBy(entry => entry.EntryId));
    }

    [TestMethod]
    [DataRow("network", "\"TRC20\"", 0, 1)]
    [DataRow("contract_address", "\"0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48\"", 1, 0)]
    [DataRow("contract_address", "\"0x0000000000000000000000000000000000000000\"", 1, 0)]
    [DataRow("amount", "\"0.000\"", 1, 0)]
    [DataRow("status", "\"dropped\"", 0, 0)]
    [DataRow("address", "\"0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48\"", 0, 0)]
    public async Task What_is_readably_something_else_blocks_nothing_whatever_else_is_wrong_with_it(string field, string json, int foreign, int unreadable)
    {
        var bad = Transfer();
        bad["seen_at"] = "yesterday";
        bad[field] = JsonNode.Parse(json);
        using var http = Listing(bad).Connect();

        var page = await ListAsync(http);

        Assert.AreEqual((0, foreign, unreadable), (page.Facts.Count, page.Foreign, page.Unreadable.Count));
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("\"\"")]
    [DataRow("\"0x0\"")]
    [DataRow("17")]
    public async Task An_entry_is_the_addresss_own_unless_it_readably_names_another(string address)
    {
        var transfer = Transfer();
        transfer["address"] = JsonNode.Parse(address);
        using var http = Listing(transfer).Connect();

        Assert.AreEqual(Ethereum.ToLowerInvariant(), (await ListAsync(http)).Facts.Single().Address);
    }

    [TestMethod]
    public async Task An_unreadable_entry_keeps_its_name_while_it_changes_and_says_what_can_be_read()
    {
        async Task<UnreadableEntry> Read(int confirmations)
        {
            var transfer = Transfer();
            (transfer["seen_at"], transfer["confirmations"]) = ("yesterday", confirmations);
            using var http = Listing(transfer).Connect();
            return (await ListAsync(http)).Unreadable.Single();
        }

        var (first, second) = (await Read(1), await Read(2));

        Assert.AreEqual(first.EntryId, second.EntryId);
        Assert.AreNotEqual(first.Sha256, second.Sha256);
        Assert.AreEqual(("abc123", 3, "250.5", 2), (second.Known!.TxHash, second.Known.LogIndex, second.Known.Amount, second.Known.Confirmations));
    }

    [TestMethod]
    [DataRow("null", null)]
    [DataRow("\"\"", null)]
    [DataRow("\"p2\"", "p2")]
    public async Task A_page_says_where_the_list_goes_on(string json, string? cursor)
    {
        var provider = StubProvider.Answering(HttpStatusCode.OK, $$"""{"data":[],"next_cursor":{{json}}}""");
        using var http = provider.Connect();

        var page = await Custodian(http).ListDepositsAsync(Tron, Usdt(), "p 1", default);

        Assert.AreEqual(cursor, page!.NextCursor);
        Assert.EndsWith("&cursor=p%201", provider.LastRequest!.RequestUri!.AbsoluteUri);
    }

    [TestMethod]
    [DataRow("7")]
    [DataRow("\"p1\"")]
    public async Task A_page_that_does_not_say_so_is_an_unread_one(string json)
    {
        using var http = StubProvider.Answering(HttpStatusCode.OK, $$"""{"data":[],"next_cursor":{{json}}}""").Connect();

        Assert.IsNull(await Custodian(http).ListDepositsAsync(Tron, Usdt(), "p1", default));
    }

    [TestMethod]
    public async Task A_thousand_transfers_fit_and_what_overflows_is_not_an_empty_list()
    {
        using var whole = Listing([.. Enumerable.Range(0, 1000).Select(_ => Transfer())]).Connect();
        using var endless = StubProvider.Answering(HttpStatusCode.OK, $$"""{"data":[],"more":"{{new string('x', 5_000_000)}}"}""").Connect();

        Assert.HasCount(1000, (await ListAsync(whole)).Facts);
        Assert.IsNull(await Custodian(endless).ListDepositsAsync(Tron, Usdt(), null, default));
    }
}
