using Microsoft.Playwright;
using OffRamp.Functions.Tests.Evm;
using OffRamp.Functions.Tests.FunctionsHost;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.LocalHost;
using OffRamp.LocalHost.Chain;
using OffRamp.LocalHost;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>The demo shop beside a chain, as <c>./run --chain</c> starts it: a user with a wallet.</summary>
[TestClass]
public sealed class WalletTests
{
    [TestMethod]
    public async Task Who_fills_his_wallet_at_the_faucet_and_sends_from_it_is_paid()
    {
        using var data = new SampleData();
        var port = FreePort.Next();
        using var host = await HostProcess.StartOnChainAsync(data, port);
        using var chain = new ChainClient(new Uri($"http://127.0.0.1:{port}"));
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync(host.Address.ToString());
        await user.SeesAsync("Your wallet");

        await SendAsync(user, "1", ChainWorld.User);
        await user.ReadsAsync("The wallet has 0 USDT: the faucet has more.");
        await user.PressAsync("Get 1000 USDT");
        await HasAsync(user, "1000");
        await user.Page.GetByLabel("You sell").SelectOptionAsync("USDT on Ethereum");
        await user.PressAsync("Sell here");
        user.Frame = user.Page.FrameLocator("#proof-widget iframe");
        await user.SellAsync(refundAddress: ChainWorld.User);
        var address = await user.AddressAsync();
        user.Frame = null;
        await user.PressAsync("To the deposit address of this sell");
        await Assertions.Expect(user.Page.GetByLabel("To the address")).ToHaveValueAsync(address);
        await SendAsync(user);
        await HasAsync(user, "750");
        await user.LooksAtItAsync("shop-wallet");

        for (var looks = 0; looks < 3; looks++)
        {
            await chain.MineAsync(blocks: 15);
            await host.PostAsync("/local/clock/advance", """{"by":"00:00:21"}""");
        }

        await Assertions.Expect(user.Page.Locator("#standing")).ToContainTextAsync("Paid227.70 EUR");
    }

    private static async Task SendAsync(Visitor user, string amount, string address)
    {
        await user.FillAsync("Amount", amount);
        await user.FillAsync("To the address", address);
        await SendAsync(user);
    }

    private static Task SendAsync(Visitor user) => user.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();

    private static Task HasAsync(Visitor user, string coins) => Assertions.Expect(user.Page.Locator("#has-USDT")).ToHaveTextAsync(coins);
}
