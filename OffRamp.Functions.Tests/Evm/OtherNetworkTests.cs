using System.Net;
using OffRamp.Functions.Evm;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>A network that only the settings name, beside a custodian who has the usual ones.</summary>
[TestClass]
public sealed class OtherNetworkTests
{
    [TestMethod]
    public async Task A_sell_on_it_gets_its_deposit_and_its_refund_there()
    {
        await using var world = await OpenAsync();
        var session = await SellAsync(world, Bodies.Proof().With("network", "BASE"), ChainWorld.User, "tok_closed");
        var offered = await world.Shop.ReadSellAsync(session);
        await world.RefundAsync(session);
        var sell = await world.Shop.ReadSellAsync(session);

        Assert.AreEqual("BASE refunded", $"{sell.Text("network")} {sell.Text("phase")}");
        Assert.AreEqual(ChainWorld.Units(250), await world.CoinsOfAsync(ChainWorld.User));
        Assert.StartsWith($"ethereum:{world.Contracts.Usdt}@31337/", offered.GetProperty("deposit").Text("uri")!.ToLowerInvariant());
    }

    [TestMethod]
    public async Task Partners_find_it_in_their_capabilities_and_name_it_in_both_shapes()
    {
        await using var world = await OpenAsync();

        using var capabilities = await world.Shop.PartnerAsync(HttpMethod.Get, "/v1/capabilities");
        var gate = await world.Shop.OpenSessionAsync(Bodies.Gate().With("target_token", "USDC").With("target_network", "BASE"), gate: true);
        using var unknown = await world.Shop.PartnerAsync(HttpMethod.Post, "/widget/session", Bodies.Proof().With("network", "ARBITRUM"));
        var assets = (await Shop.ReadAsync(capabilities, HttpStatusCode.OK)).GetProperty("assets").EnumerateArray();

        Assert.AreEqual("USDT TRC20, USDT ERC20, USDC ERC20, USDT BASE, USDC BASE", string.Join(", ", assets.Select(asset => $"{asset.Text("asset")} {asset.Text("network")}")));
        Assert.AreEqual("BASE", gate.Json.Text("network"));
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
    }

    [TestMethod]
    public async Task The_usual_networks_stay_the_custodian_s()
    {
        await using var world = await OpenAsync();

        var session = await SellAsync(world, Bodies.Proof().With("network", "ERC20"), ChainWorld.User);

        Assert.IsFalse(await world.Part<EvmCustodian>().HasGivenAsync(await world.AddressOfAsync(session), default));
    }

    private static Task<ChainWorld> OpenAsync() => ChainWorld.OpenAsync(chain =>
    [
        ("OFFRAMP_EVM_NETWORKS", "BASE"),
        .. ChainWorld.SettingsOf(chain).Select(setting => (setting.Name.Replace("OFFRAMP_EVM_", "OFFRAMP_EVM_BASE_", StringComparison.Ordinal), setting.Value)),
    ]);

    private static async Task<OpenedSession> SellAsync(ChainWorld world, System.Text.Json.Nodes.JsonObject body, string refund, string card = "tok_ok")
    {
        var session = await world.Shop.OpenSessionAsync(body);
        using var answer = await world.Shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await world.Shop.QuoteAsync(session), card, refund));
        await Shop.ReadAsync(answer, HttpStatusCode.Created);
        return session;
    }
}
