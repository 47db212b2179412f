using System.Net;
using System.Text.Json.Nodes;
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

        var fact = (await ListAsync(http)).Facts.Single();

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

        var page = await ListAsync(http);

        var fact = page.Facts.Single();
        Assert.AreEqual(Ethereum.ToLowerInvariant(), fact.Address);
        Assert.AreEqual("abc123", fact.TxHash);
        Assert.AreEqual((Network.ERC20, "250.5", 3, 12), (fact.Network, fact.Amount, fact.LogIndex, fact.Confirmations));
        Assert.AreEqual(DepositStatus.Confirmed, fact.Status);
        Assert.AreEqual(DateTimeOffset.Parse("2030-01-01T12:00:00Z"), fact.SeenAt);
        Assert.IsFalse(fact.IsHighRisk);
        Assert.AreEqual($"?address={Ethereum}&contract_address={Ethereum}", provider.LastRequest!.RequestUri!.Query);
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

        var page = await ListAsync(http);

        Assert.AreEqual(isHigh, page.Facts.Single().IsHighRisk);
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

        Assert.IsNull(await Custodian(http).ListDepositsAsync(Tron, Usdt(), null, default));
    }

    [TestMethod]
    public async Task Silence_says_nothing()
    {
        using var http = StubProvider.Silent().Connect();

        Assert.IsNull(await Custodian(http).ListDepositsAsync(Tron, Usdt(), null, default));
        Assert.IsNull(await Custodian(http).CreateAddressAsync(Sell, Usdt(), default));
    }

    internal static HttpCustodian Custodian(ProviderHttp http) => new(http);

    internal static async Task<DepositPage> ListAsync(ProviderHttp http) =>
        await Custodian(http).ListDepositsAsync(Ethereum, Assets.Defaults.All[1], null, default) ?? throw new AssertFailedException("The list was not understood.");

    internal static Asset Usdt() =>
        Assets.Defaults.TryFind(Currency.USDT, Network.TRC20, out var asset) ? asset : throw new AssertInconclusiveException();

    internal static StubProvider Listing(params JsonNode[] transfers) =>
        StubProvider.Answering(HttpStatusCode.OK, new JsonObject { ["data"] = new JsonArray(transfers) }.ToJsonString());

    internal static JsonObject Transfer() => new()
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
