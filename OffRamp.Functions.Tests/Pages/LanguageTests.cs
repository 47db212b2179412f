using Microsoft.Playwright;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>Users whose browser speaks another language than ours, and links that ask for one.</summary>
[TestClass]
public sealed class LanguageTests
{
    [TestMethod]
    public async Task A_browser_set_to_German_sells_and_is_refused_in_German()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync(isNarrow: true, locale: "de-DE");
        await user.OpenAsync((await SellSessions.OpenAsync(world)).WidgetUrl);
        await user.SeesAsync("Wie viel möchten Sie verkaufen?");
        await user.FillAsync("Sie senden (USDT)", "20000");
        await user.ReadsAsync("Ein Verkauf beträgt höchstens 10.000 USDT.");
        await user.FillAsync("Sie senden (USDT)", "1.250,5");
        await user.ReadsAsync("1.138,95 EUR");
        await user.FitsAsync("german-amount");
        await user.PressAsync("Weiter");
        await user.GiveCardAsync("tok_ok");
        await user.FillAsync("Rückzahlungsadresse", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8");
        await user.PressAsync("Weiter");
        await user.PressAsync("1.250,5 USDT verkaufen");
        await user.SeesAsync("Senden Sie genau 1.250,5 USDT");
        await Assertions.Expect(user.Page.GetByText("1250,5", new() { Exact = true })).ToBeVisibleAsync();
        await user.FitsAsync("german-deposit");

        await world.SandboxAsync("/sandbox/deposits", new { network = "TRC20", address = await user.AddressAsync(), amount = "1250.5" });
        await world.QuietAsync();
        await user.ComesBackAsync();

        await user.SeesAsync("Fertig");
        await user.ReadsAsync("1.138,95 EUR wurden an Visa •••• 4242 gesendet.");
        await user.FitsAsync("german-done");
        await Assertions.Expect(user.Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
    }

    [TestMethod]
    public async Task A_link_may_ask_for_the_language()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();

        await user.OpenAsync((await SellSessions.OpenAsync(world)).WidgetUrl.Replace("#", "?lang=de#", StringComparison.Ordinal));

        await user.SeesAsync("Wie viel möchten Sie verkaufen?");
    }
}
