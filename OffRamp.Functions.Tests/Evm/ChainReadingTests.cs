using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Evm;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Evm.Transactions;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>What one node says, and what is made of it before it is compared with the others.</summary>
[TestClass]
public sealed class ChainReadingTests
{
    private const string Token = "0xdac17f958d2ee523a2206206994597c13d831ec7";
    private const string Us = "0x00000000000000000000000000000000000000aa";
    private const string Hash = "0x1111111111111111111111111111111111111111111111111111111111111111";
    private const string Word32 = "0000000000000000000000000000000000000000000000000000000000000020";
    private const string Two = "0000000000000000000000000000000000000000000000000000000000000002";
    private static readonly TransferQuery Query = new([Token], [Us], 5, 9);

    [TestMethod]
    public void A_transfer_is_read_as_it_is_written()
    {
        var read = ChainReading.Transfers(Json(Log()), Query);

        Assert.AreEqual(new TransferLog(Token, "0x00000000000000000000000000000000000000bb", Us, 250, Hash, 7, Hash, 3), read!.Single());
    }

    [TestMethod]
    [DataRow("address", "0x00000000000000000000000000000000000000cc")]
    [DataRow("address", null)]
    [DataRow("blockNumber", "0x4")]
    [DataRow("blockNumber", "0xa")]
    [DataRow("blockNumber", "7")]
    [DataRow("blockHash", "0x11")]
    [DataRow("transactionHash", null)]
    [DataRow("logIndex", "-1")]
    [DataRow("data", null)]
    [DataRow("data", "lots")]
    [DataRow("removed", true)]
    [DataRow("topics", "none")]
    public void A_list_with_an_entry_that_was_not_asked_for_or_cannot_be_read_is_not_understood(string field, object? value)
    {
        var spoilt = Log();
        spoilt[field] = JsonSerializer.SerializeToNode(value);

        Assert.IsNull(ChainReading.Transfers(Json(Log(), spoilt), Query));
    }

    [TestMethod]
    public void A_transfer_that_is_listed_twice_is_not_understood()
    {
        Assert.IsNull(ChainReading.Transfers(Json(Log(), Log()), Query));
    }

    [TestMethod]
    public void A_transfer_of_a_thing_is_none_of_a_token()
    {
        var thing = Log();
        ((JsonArray)thing["topics"]!).Add(Hash);
        thing["data"] = "0x";

        Assert.IsEmpty(ChainReading.Transfers(Json(thing), Query)!);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void An_event_of_anybody_s_that_names_no_address_is_none_of_a_token_and_spoils_nothing(int topic)
    {
        var (log, odd) = (Log(), Log());
        odd["topics"]![topic] = Hash;
        odd["logIndex"] = "0x2";

        Assert.HasCount(1, ChainReading.Transfers(Json(odd, log), Query)!);
        Assert.HasCount(1, ChainReading.Receipt(JsonSerializer.SerializeToElement(Receipt(odd, log)), Hash)!.Transfers);
    }

    [TestMethod]
    public void A_receipt_with_an_event_that_cannot_be_read_is_not_understood()
    {
        var spoilt = Log();
        spoilt["logIndex"] = null;

        Assert.IsNull(ChainReading.Receipt(JsonSerializer.SerializeToElement(Receipt(Log(), spoilt)), Hash));
    }

    [TestMethod]
    [DataRow("0x" + Word32 + Two + Two + Word32, "2 32")]
    [DataRow("0x" + Word32 + Two + Two, null)]
    [DataRow("0x" + Word32 + Two + Two + Two + Two, null)]
    [DataRow("0x" + Two + Two + Two + Two, null)]
    [DataRow("0x" + Word32 + Word32 + Two + Two, null)]
    [DataRow("0x", null)]
    public void Balances_are_read_where_they_are_as_many_as_was_asked(string said, string? expected)
    {
        var read = ChainReading.Numbers(new(JsonSerializer.SerializeToElement(said), IsReverted: false), 2);

        Assert.AreEqual(expected, read is null ? null : string.Join(' ', read));
    }

    [TestMethod]
    [DataRow(100, 2, 0, 202)]
    [DataRow(100, 2, 202, 228)]
    [DataRow(500, 2, 0, 1000)]
    [DataRow(100, 2, 880, 991)]
    [DataRow(999, 2, 0, -1)]
    [DataRow(100, 2, 900, -1)]
    public void A_fare_is_enough_for_the_next_blocks_more_than_before_and_never_above_the_limit(int baseFee, int tip, int before, int expected)
    {
        var earlier = before == 0 ? null : new SignedTry("0x", "0x", before, tip, default);

        var fees = Fares.Of(baseFee, tip, earlier, 1000);

        Assert.AreEqual(expected, (int)(fees?.Maximum ?? -1));
    }

    private static JsonObject Log() => new()
    {
        ["address"] = Token.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal),
        ["topics"] = new JsonArray(Abi.TransferTopic, Abi.Topic("0x00000000000000000000000000000000000000bb"), Abi.Topic(Us)),
        ["data"] = "0x" + 250.ToString("x64", System.Globalization.CultureInfo.InvariantCulture),
        ["blockNumber"] = "0x7",
        ["blockHash"] = Hash,
        ["transactionHash"] = Hash,
        ["logIndex"] = "0x3",
        ["removed"] = false,
    };

    private static JsonObject Receipt(params JsonNode[] logs) => new()
    {
        ["transactionHash"] = Hash,
        ["blockNumber"] = "0x7",
        ["blockHash"] = Hash,
        ["status"] = "0x1",
        ["logs"] = new JsonArray([.. logs.Select(log => log.DeepClone())]),
    };

    private static JsonElement Json(params JsonNode[] logs) => JsonSerializer.SerializeToElement(new JsonArray(logs));
}
