using System.Net.Http.Json;
using Microsoft.Playwright;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>
/// One sell as its user sees it from all sides: in light, in dark, on a phone. Each page fits and shuts nobody out;
/// <c>./pictures</c> keeps what it looks like.
/// </summary>
[TestClass]
public sealed class PicturesTests
{
    [TestMethod]
    public async Task Every_page_is_fit_to_be_seen_in_light_in_dark_and_on_a_phone()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();
        // So that the shop has heard of the sell from its beginning.
        using var hears = await world.Api.PostAsJsonAsync("/local/shop/endpoint", new { });

        await user.OpenAsync((await SellSessions.OpenAsync(world)).WidgetUrl);
        await user.FillAsync("You send (USDT)", "250");
        await user.ReadsAsync("227.70 EUR");
        await user.LooksAtItFromAllSidesAsync("sell-amount");

        await user.SellAsync(card: "tok_declined");
        await user.LooksAtItFromAllSidesAsync("sell-deposit");

        await DepositAsync(world, user, "100");
        await SeesAsync(user, "150 USDT are missing");
        await user.LooksAtItFromAllSidesAsync("sell-under");

        await DepositAsync(world, user, "150");
        await SeesAsync(user, "Your card could not be paid");
        await user.LooksAtItFromAllSidesAsync("sell-action-required");

        await user.GiveCardAsync("tok_ok");
        await world.QuietAsync();
        await SeesAsync(user, "Done");
        await user.ReadsAsync("Mastercard •••• 0002: refused");
        await user.ReadsAsync("Visa •••• 4242: sent");
        await user.LooksAtItFromAllSidesAsync("sell-done");

        await OpenShopAsync(world, user);
        await user.LooksAtItFromAllSidesAsync("shop", except: "#proof-widget iframe");
        await user.Page.EvaluateAsync("() => scrollTo(0, 0)");
        await user.TakePictureAsync("shop", isWhole: false);
    }

    private static async Task SeesAsync(Visitor user, string heading)
    {
        await user.ComesBackAsync();
        await user.SeesAsync(heading);
    }

    private static async Task DepositAsync(World world, Visitor user, string amount)
    {
        await world.SandboxAsync("/sandbox/deposits", new { network = "TRC20", address = await user.AddressAsync(), amount });
        await world.QuietAsync();
    }

    // With the sell that has ended beside the sell page of the next one.
    private static async Task OpenShopAsync(World world, Visitor user)
    {
        await user.OpenAsync(world.Api.BaseAddress!.ToString());
        await user.PressAsync("Sell here");
        user.Frame = user.Page.FrameLocator("#proof-widget iframe");
        await user.SeesAsync("How much do you want to sell?");
        user.Frame = null;
        await user.Page.Locator("#sells button").First.ClickAsync();
        await Assertions.Expect(user.Page.Locator("#standing")).ToContainTextAsync("Paid227.70 EUR");
        await Assertions.Expect(user.Page.Locator("#events tr", new() { HasText = "payout.settled" })).ToBeVisibleAsync();
    }
}
