using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Deposits;

[TestClass]
public sealed class HttpCustodianTests
{
    private const string Ethereum = "0xdAC17F958D2ee523a2206206994597C13D831ec7";
    private const string Tron = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
    private static readonly SellId Sell = new(Id26.New(DateTimeOffset.UnixEpoch));

    [TestMethod]
    public async Task An_address_is_asked_for_under_the_sells_own_key()
    {
        var provider = StubProvider.Answering(HttpStatusCode.Created, $$"""{"address":"{{Tron}}","memo":null}""");
        using var http = provider.Connect();

        var address = await Custodian(http).CreateAddressAsync(Sell, Usdt(), default);

        Assert.AreEqual(new CustodianAddress(Tron, null), address);
        Assert.AreEqual($"{Sell}_address", provider.LastRequest!.Headers.GetValues("Idempotency-Key").Single());
        Assert.AreEqual("https://provider.example/base/addresses", provider.LastRequest.RequestUri!.ToString());
        Assert.IsTrue(JsonNode.DeepEquals(
            JsonNode.Parse($$"""{"sell_id":"{{Sell}}","asset":"USDT","network":"TRC20"}"""), JsonNode.Parse(provider.LastBody!)));
    }

    [TestMethod]
    [DataRow(200, """{"address":"0xdAC17F958D2ee523a2206206994597C13D831ec7"}""")]
    [DataRow(200, """{"address":"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u"}""")]
    [DataRow(200, """{"address":"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t","memo":7}""")]
    [DataRow(200, """["TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"]""")]
    [DataRow(200, "")]
    [DataRow(302, """{"address":"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"}""")]
    [DataRow(500, """{"address":"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"}""")]
    public async Task An_answer_that_cannot_be_relied_on_is_no_address(int status, string body)
    {
        using var http = StubProvider.Answering((HttpStatusCode)status, body).Connect();

        Assert.IsNull(await Custodian(http).CreateAddressAsync(Sell, Usdt(), default));
    }

    [TestMethod]
    public async Task An_empty_memo_is_none()
    {
        using var http = StubProvider.Answering(HttpStatusCode.OK, $$"""{"address":"{{Tron}}","memo":""}""").Connect();

        Assert.AreEqual(new CustodianAddress(Tron, null), await Custodian(http).CreateAddressAsync(Sell, Usdt(), default));
    }

    [TestMethod]
    [DataRow("seen_at", "\"2030-01-01T12:00:00.123456789Z\"")]
    [DataRow("seen_at", "\"2030-01-01t13:00:00+01:00\"")]
    [DataRow("memo", "\"\"")]
    [DataRow("risk", "\"\"")]
    [DataRow("asset", "\"\"")]
    [DataRow("amount", "\"250.500000000000000000\"")]
    [DataRow("extra", "{\"deep\":[1]}")]
    public async Task Another_spelling_of_the_same_values_is_read(string field, string json)
    {
        var transfer = Transfer();
        transfer[field] = JsonNode.Parse(json);
        using var http = Listing(transfer).Connect();

        var fact = (await Custodian(http).ListDepositsAsync(Ethereum, default))!.Single();

        Assert.AreEqual((12, false, null), (fact.Confirmations, fact.IsHighRisk, fact.Memo));
        Assert.IsLessThan(TimeSpan.FromSeconds(1), fact.SeenAt - new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));
    }

    [TestMethod]
    public async Task A_memo_goes_with_the_address()
    {
        using var http = StubProvider.Answering(HttpStatusCode.OK, $$"""{"address":"{{Tron}}","memo":"4711"}""").Connect();

        Assert.AreEqual(new CustodianAddress(Tron, "4711"), await Custodian(http).CreateAddressAsync(Sell, Usdt(), default));
    }

    [TestMethod]
    public async Task Transfers_are_listed_with_hash_and_addresses_normalised()
    {
        var provider = Listing(Transfer());
        using var http = provider.Connect();

        var facts = await Custodian(http).ListDepositsAsync(Ethereum, default);

        var fact = facts!.Single();
        Assert.AreEqual(Ethereum.ToLowerInvariant(), fact.Address);
        Assert.AreEqual("abc123", fact.TxHash);
        Assert.AreEqual((Network.ERC20, "250.5", 3, 12), (fact.Network, fact.Amount, fact.LogIndex, fact.Confirmations));
        Assert.AreEqual(DepositStatus.Confirmed, fact.Status);
        Assert.AreEqual(DateTimeOffset.Parse("2030-01-01T12:00:00Z"), fact.SeenAt);
        Assert.IsFalse(fact.IsHighRisk);
        Assert.AreEqual($"?address={Ethereum}", provider.LastRequest!.RequestUri!.Query);
    }

    [TestMethod]
    [DataRow("status", "\"gone\"")]
    [DataRow("status", "null")]
    [DataRow("network", "\"BEP20\"")]
    [DataRow("address", "\"0x0\"")]
    [DataRow("address", "\"0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48\"")]
    [DataRow("amount", "250.5")]
    [DataRow("amount", "\"-1\"")]
    [DataRow("amount", "\"1e3\"")]
    [DataRow("amount", "null")]
    [DataRow("tx_hash", "\"\"")]
    [DataRow("tx_hash", "\"a b\"")]
    [DataRow("log_index", "-1")]
    [DataRow("log_index", "\"3\"")]
    [DataRow("confirmations", "1.5")]
    [DataRow("seen_at", "\"2030-01-01\"")]
    [DataRow("seen_at", "\"2030-01-01T12:00:00\"")]
    [DataRow("risk", "true")]
    public async Task A_bad_transfer_is_left_out_and_the_good_ones_stay(string field, string json)
    {
        var bad = Transfer();
        bad["tx_hash"] = "0xBAD";
        bad[field] = JsonNode.Parse(json);
        using var http = Listing(bad, JsonValue.Create(7), Transfer()).Connect();

        var facts = await Custodian(http).ListDepositsAsync(Ethereum, default);

        Assert.AreEqual("abc123", facts!.Single().TxHash);
    }

    [TestMethod]
    [DataRow("low", false)]
    [DataRow("high", true)]
    [DataRow("severe", true)]
    public async Task Any_risk_but_low_is_high(string risk, bool isHigh)
    {
        var transfer = Transfer();
        transfer["risk"] = risk;
        using var http = Listing(transfer).Connect();

        var facts = await Custodian(http).ListDepositsAsync(Ethereum, default);

        Assert.AreEqual(isHigh, facts!.Single().IsHighRisk);
    }

    [TestMethod]
    [DataRow(200, "{}")]
    [DataRow(200, """{"data":null}""")]
    [DataRow(200, """{"data":{}}""")]
    [DataRow(200, "[]")]
    [DataRow(200, """{"data":[]""")]
    [DataRow(404, """{"data":[]}""")]
    [DataRow(503, """{"data":[]}""")]
    public async Task A_list_that_is_none_says_nothing(int status, string body)
    {
        using var http = StubProvider.Answering((HttpStatusCode)status, body).Connect();

        Assert.IsNull(await Custodian(http).ListDepositsAsync(Tron, default));
    }

    [TestMethod]
    public async Task Silence_says_nothing()
    {
        using var http = StubProvider.Silent().Connect();

        Assert.IsNull(await Custodian(http).ListDepositsAsync(Tron, default));
        Assert.IsNull(await Custodian(http).CreateAddressAsync(Sell, Usdt(), default));
    }

    private static HttpCustodian Custodian(ProviderHttp http) => new(http, NullLogger<HttpCustodian>.Instance);

    private static Asset Usdt() =>
        Assets.Defaults.TryFind(Currency.USDT, Network.TRC20, out var asset) ? asset : throw new AssertInconclusiveException();

    private static StubProvider Listing(params JsonNode[] transfers) =>
        StubProvider.Answering(HttpStatusCode.OK, new JsonObject { ["data"] = new JsonArray(transfers) }.ToJsonString());

    private static JsonObject Transfer() => new()
    {
        ["network"] = "ERC20",
        ["asset"] = "USDT",
        ["contract_address"] = Ethereum,
        ["address"] = Ethereum,
        ["memo"] = null,
        ["amount"] = "250.5",
        ["tx_hash"] = "0xABC123",
        ["log_index"] = 3,
        ["confirmations"] = 12,
        ["seen_at"] = "2030-01-01T12:00:00Z",
        ["risk"] = "low",
        ["status"] = "confirmed",
    };
}
