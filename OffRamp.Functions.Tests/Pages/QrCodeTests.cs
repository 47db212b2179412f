using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>The QR code that the page shows, read by a decoder as a wallet's camera would.</summary>
[TestClass]
public sealed class QrCodeTests
{
    [TestMethod]
    public async Task On_TRON_it_is_the_bare_address()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync(isDark: true);
        await user.OpenAsync((await SellSessions.OpenAsync(world)).WidgetUrl);
        await user.SellAsync();

        Assert.AreEqual(await user.AddressAsync(), await ReadAsync(user));
    }

    [TestMethod]
    public async Task On_Ethereum_it_is_the_payment_by_EIP_681()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync((await SellSessions.OpenAsync(world, network: "ETHEREUM")).WidgetUrl);
        await user.SellAsync(refundAddress: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");

        Assert.AreEqual(
            $"ethereum:0xdAC17F958D2ee523a2206206994597C13D831ec7@1/transfer?address={await user.AddressAsync()}&uint256=250000000", await ReadAsync(user));
    }

    private static async Task<string> ReadAsync(Visitor user)
    {
        var picture = await user.Page.Locator(".qr").EvaluateAsync<JsonElement>(
            "svg => ({ size: svg.viewBox.baseVal.width, path: svg.querySelector('path').getAttribute('d') })");
        var decoder = Repository.PathOf("OffRamp.Functions.Tests", "Pages", "decode.cjs");
        return (await Command.RunAsync("node", [decoder, picture.GetRawText()], Repository.Root)).Output;
    }
}
