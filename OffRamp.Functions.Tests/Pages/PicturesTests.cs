using System.Net.Http.Json;
using Microsoft.Playwright;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>
/// One sell as three users see it at the same moments: in light, in dark, and on a phone. Each page fits and shuts nobody out;
/// <c>./pictures</c> keeps what it looks like.
/// </summary>
[TestClass]
public sealed class PicturesTests
{
    [TestMethod]
    public async Task Every_page_is_fit_to_be_seen_in_light_in_dark_and_on_a_phone()
    {
        await using var world = await World.StartAsync();
        await using var light = await Browser.VisitAsync();
        await using var dark = await Browser.VisitAsync(isDark: true);
        await using var phone = await Browser.VisitAsync(isNarrow: true);
        var looks = new Looks(light, dark, phone);
        // So that the shop has heard of the sell from its beginning.
        using var hears = await world.Api.PostAsJsonAsync("/local/shop/endpoint", new { });
        var url = (await SellSessions.OpenAsync(world)).WidgetUrl;

        await looks.EachAsync(async user =>
        {
            await user.OpenAsync(url);
            await user.FillAsync("You send (USDT)", "250");
            await user.ReadsAsync("227.70 EUR");
        });
        await looks.AtAsync("sell-amount");

        await light.SellAsync(card: "tok_declined");
        await looks.SeeAsync("Send exactly 250 USDT");
        await looks.AtAsync("sell-deposit");

        await DepositAsync(world, light, "100");
        await looks.SeeAsync("150 USDT are missing");
        await looks.AtAsync("sell-under");

        await DepositAsync(world, light, "150");
        await looks.SeeAsync("Your card could not be paid");
        await looks.AtAsync("sell-action-required");

        await light.GiveCardAsync("tok_ok");
        await world.QuietAsync();
        await looks.SeeAsync("Done");
        await looks.AtAsync("sell-done");

        await looks.EachAsync(user => OpenShopAsync(world, user));
        await looks.AtAsync("shop", except: "#proof-widget iframe");
        await light.Page.EvaluateAsync("() => scrollTo(0, 0)");
        await light.TakePictureAsync("shop", isWhole: false);
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

    private sealed class Looks(Visitor light, Visitor dark, Visitor phone)
    {
        private readonly (string Name, Visitor User)[] all = [("light", light), ("dark", dark), ("phone", phone)];

        public async Task EachAsync(Func<Visitor, Task> act)
        {
            foreach (var (_, user) in all)
            {
                await act(user);
            }
        }

        public Task SeeAsync(string heading) => EachAsync(async user =>
        {
            await user.ComesBackAsync();
            await user.SeesAsync(heading);
        });

        public async Task AtAsync(string page, string? except = null)
        {
            foreach (var (name, user) in all)
            {
                await user.LooksAtItAsync($"{page}-{name}", except: except);
            }
        }
    }
}
