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
    /// <summary>More than the chain makes of blocks, one a second, while the test looks at what is not confirmed yet.</summary>
    private const int Confirmations = 100;

    [TestMethod]
    public async Task Who_fills_his_wallet_at_the_faucet_and_sends_from_it_is_paid_although_a_reorg_took_the_transfer_back()
    {
        using var data = new SampleData();
        var port = FreePort.Next();
        using var host = await HostProcess.StartOnChainAsync(data, port, ("OFFRAMP_CONFIRMATIONS", $"USDC/ERC20={Confirmations}"));
        using var chain = new ChainClient(new Uri($"http://127.0.0.1:{port}"));
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync(host.Address.ToString());
        await user.SeesAsync("Your wallet");
        var page = user.Page.FrameLocator("#proof-widget iframe");

        await user.FillAsync("Amount", "1");
        await user.FillAsync("To the address", ChainWorld.User);
        await SendAsync(user);
        await user.ReadsAsync("The wallet has 0 USDT: the faucet has more.");
        await user.PressAsync("Get 1000 USDC");
        await HasAsync(user, "1000");
        await user.Page.GetByLabel("You sell").SelectOptionAsync("USDC on Ethereum");
        await user.PressAsync("Sell here");
        user.Frame = page;
        await user.SellAsync(refundAddress: ChainWorld.User, asset: "USDC");
        var address = await user.AddressAsync();
        user.Frame = null;
        var fork = await chain.SnapshotAsync();
        await SendToSellAsync(user, address);
        await HasAsync(user, "750");
        await LookAsync(host);
        await SaysAsync(page, "We see your transfer");
        await user.LooksAtItAsync("shop-wallet");

        await ReorganizeAsync(chain, fork);
        await HasAsync(user, "1000");
        await LookAsync(host);
        await SaysAsync(page, "Send exactly 250 USDC");
        await user.TakePictureAsync("shop-wallet-reorg");

        await SendToSellAsync(user, address);
        await HasAsync(user, "750");
        await MineAsync(chain, Confirmations);
        await LookAsync(host);
        await SaysAsync(page, "Done");
        await Assertions.Expect(page.GetByText("227.70 EUR were sent to")).ToBeVisibleAsync();
        await Assertions.Expect(user.Page.Locator("#standing")).ToContainTextAsync("Paid227.70 EUR");
        await user.TakePictureAsync("shop-wallet-paid");
    }

    /// <summary>The button fills in address, amount and coin of the sell, whatever was there.</summary>
    private static async Task SendToSellAsync(Visitor user, string address)
    {
        await user.PressAsync("To the deposit address of this sell");
        await Assertions.Expect(user.Page.GetByLabel("To the address")).ToHaveValueAsync(address);
        await SendAsync(user);
    }

    private static Task SendAsync(Visitor user) => user.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();

    private static Task HasAsync(Visitor user, string coins) => Assertions.Expect(user.Page.Locator("#has-USDC")).ToHaveTextAsync(coins);

    private static Task SaysAsync(IFrameLocator page, string heading) =>
        Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = heading })).ToBeVisibleAsync();

    /// <summary>The app looks at the chain.</summary>
    private static Task LookAsync(HostProcess host) => host.PostAsync("/local/clock/advance", """{"by":"00:00:21"}""");

    /// <summary>Other blocks take the place of those since then, one more of them: what was in them is in none.</summary>
    private static async Task ReorganizeAsync(ChainClient chain, string fork)
    {
        var last = await chain.NewestAsync();
        await chain.RevertAsync(fork);
        await MineAsync(chain, (int)(last + 1 - await chain.NewestAsync()));
    }

    // In one step: the chain makes blocks meanwhile.
    private static Task MineAsync(ChainClient chain, int blocks) => chain.AskAsync("hardhat_mine", $"0x{blocks:x}");
}
