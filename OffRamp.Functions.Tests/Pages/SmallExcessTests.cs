using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>A little more than was agreed: the page tells the truth about it before it is sent and after.</summary>
[TestClass]
public sealed class SmallExcessTests
{
    [TestMethod]
    public async Task It_is_said_to_be_paid_with_the_rest_before_and_after_and_it_is()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync(isNarrow: true);
        await user.OpenAsync((await SellSessions.OpenAsync(world, amount: "227.70")).WidgetUrl);
        await user.GiveCardAsync("tok_ok");
        await user.FillAsync("Refund address", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8");
        await user.PressAsync("Continue");

        await user.Page.GetByText("What if I send too little, too much, or too late?").ClickAsync();
        await user.ReadsAsync("up to 1 USDT too much is paid out with the rest, at this rate");
        await user.LooksAtItAsync("narrow-what-if");
        await user.PressAsync("Sell 250 USDT");
        await user.SeesAsync("Send exactly 250 USDT");
        await world.SandboxAsync("/sandbox/deposits", new { network = "TRC20", address = await user.AddressAsync(), amount = "250.999999" });
        await world.QuietAsync();
        await user.ComesBackAsync();

        await user.SeesAsync("Done");
        await user.ReadsAsync("228.61 EUR were sent to Visa •••• 4242.");
        await user.ReadsAsync("What was too much is paid out with the rest, at the same rate.");
        await user.FitsAsync("narrow-small-excess");
    }
}
