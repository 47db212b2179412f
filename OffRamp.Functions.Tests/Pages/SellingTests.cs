using Microsoft.Playwright;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>Users in front of the sell page, and the whole product behind it.</summary>
[TestClass]
public sealed class SellingTests
{
    private const string RefundAddress = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";

    [TestMethod]
    public async Task A_stranger_is_guided_from_the_first_step_to_the_payout()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync(isNarrow: true);
        await user.OpenAsync((await SellSessions.OpenAsync(world, email: null)).WidgetUrl);

        await user.SeesAsync("What is your e-mail address?");
        await user.LooksAtItAsync("narrow-1-email");
        await user.FillAsync("Your e-mail address", "eve@example.com");
        await user.PressAsync("Continue");
        await user.SeesAsync("First, verify your identity");
        await user.LooksAtItAsync("narrow-1-verify");
        await VerifyAsync(world, user);

        await user.SeesAsync("How much do you want to sell?");
        await user.FillAsync("You send (USDT)", "5");
        await user.ReadsAsync("at least 10");
        await user.FillAsync("You send (USDT)", "250");
        await user.ReadsAsync("227.70 EUR");
        await user.PressAsync("Continue");

        await user.SeesAsync("Where should the money go?");
        await user.LooksAtItAsync("narrow-3-card");
        await user.GiveCardAsync("tok_ok");
        await user.FillAsync("Refund address", RefundAddress[..^1] + "9");
        await user.PressAsync("Continue");
        await user.ReadsAsync("This rate is yours for");
        await user.LooksAtItAsync("narrow-4-review");
        await user.PressAsync("Sell 250 USDT");
        await user.ReadsAsync("its checksum is wrong");
        await user.FillAsync("Refund address", RefundAddress);
        await user.PressAsync("Continue");
        await user.PressAsync("Sell 250 USDT");

        await user.SeesAsync("Send exactly 250 USDT");
        await user.PressAsync("I already sent it");
        await user.ReadsAsync("Nothing has arrived yet");
        await user.Page.ReloadAsync();
        await user.SeesAsync("Send exactly 250 USDT");
        await DepositAsync(world, user, "250");
        await user.SeesAsync("Done");
        await user.ReadsAsync("227.70 EUR were sent to Visa •••• 4242.");
        await Assertions.Expect(user.Link("Back to shop.example")).ToHaveAttributeAsync("href", "https://shop.example/done");
    }

    [TestMethod]
    public async Task What_is_missing_can_be_sent_after_it_and_what_is_too_much_comes_back()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync((await SellSessions.OpenAsync(world, amount: "227.70")).WidgetUrl);
        await user.SeesAsync("Where should the money go?");
        await user.LooksAtItAsync("wide-card");
        await user.GiveCardAsync("tok_ok");
        await user.FillAsync("Refund address", RefundAddress);
        await user.PressAsync("Continue");
        await user.ReadsAsync("This rate is yours for");
        await user.LooksAtItAsync("wide-review");
        await user.PressAsync("Sell 250 USDT");
        await user.SeesAsync("Send exactly 250 USDT");

        await DepositAsync(world, user, "100");
        await user.SeesAsync("150 USDT are missing");
        await DepositAsync(world, user, "200");

        await user.SeesAsync("Done");
        await world.QuietAsync();
        await user.ComesBackAsync();
        await user.ReadsAsync("50 USDT");
        await user.ReadsAsync("What was too much goes back");
        await user.LooksAtItAsync("wide-over");
    }

    [TestMethod]
    public async Task A_rate_that_ran_out_is_renewed_while_the_user_reads()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync((await SellSessions.OpenAsync(world, amount: "100.00")).WidgetUrl);
        await user.GiveCardAsync("tok_ok");
        await user.FillAsync("Refund address", RefundAddress);
        await user.PressAsync("Continue");
        await user.ReadsAsync("This rate is yours for");

        var renewed = user.Page.WaitForResponseAsync(answer => answer.Url.EndsWith("/quote", StringComparison.Ordinal));
        world.Jump(TimeSpan.FromSeconds(61));
        await user.ComesBackAsync();
        await renewed;
        await user.PressAsync("Sell 109.");

        await user.SeesAsync("Send exactly 109.");
    }

    [TestMethod]
    public async Task Who_has_to_be_verified_again_meanwhile_does_so_and_is_paid()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync((await SellSessions.OpenAsync(world)).WidgetUrl);
        await user.SellAsync();
        var verification = (await world.EffectsAsync("verifications"))[0].GetProperty("verification_id").GetString();
        await world.SandboxAsync($"/sandbox/verifications/{verification}", new { status = "not_started" });
        await DepositAsync(world, user, "250");

        await user.SeesAsync("Please verify your identity again");
        await user.LooksAtItAsync("wide-verify-again");
        await VerifyAsync(world, user);

        await user.SeesAsync("Done");
    }

    [TestMethod]
    public async Task Users_who_change_their_mind_cancel_and_find_the_way_back()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync((await SellSessions.OpenAsync(world)).WidgetUrl);
        await user.SellAsync();

        await user.PressAsync("Cancel this sale");
        await user.PressAsync("Go on selling");
        await user.SeesAsync("Send exactly 250 USDT");
        await user.PressAsync("Cancel this sale");
        await user.PressAsync("Cancel the sale");

        await user.SeesAsync("Cancelled");
        await Assertions.Expect(user.Link("Back to shop.example")).ToHaveAttributeAsync("href", "https://shop.example/back");
    }

    [TestMethod]
    public async Task A_session_that_was_left_alone_says_that_it_has_expired()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync((await SellSessions.OpenAsync(world)).WidgetUrl);
        await user.SeesAsync("How much do you want to sell?");

        world.Jump(TimeSpan.FromMinutes(31));
        await user.ComesBackAsync();

        await user.SeesAsync("This session has expired");
        await user.LooksAtItAsync("wide-expired");
    }

    [TestMethod]
    public async Task A_link_that_is_not_right_says_so()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();
        var url = (await SellSessions.OpenAsync(world)).WidgetUrl;

        foreach (var wrong in new[] { url.Split('#')[0], url[..^1] + (url[^1] == '0' ? '1' : '0'), url.Replace("/ses_0", "/ses_1", StringComparison.Ordinal) })
        {
            await user.OpenAsync("about:blank");
            await user.OpenAsync(wrong);
            await user.SeesAsync("This link is not valid");
        }
    }

    private static async Task VerifyAsync(World world, Visitor user)
    {
        var provider = await user.Page.RunAndWaitForPopupAsync(() => user.Link("Verify my identity").ClickAsync());
        await user.ReadsAsync("Waiting for the result");
        await provider.GetByRole(AriaRole.Button, new() { Name = "Verify me" }).ClickAsync();
        await Assertions.Expect(provider.GetByText("You are verified")).ToBeVisibleAsync();
        await provider.CloseAsync();
        await world.QuietAsync();
        await user.ComesBackAsync();
    }

    private static async Task DepositAsync(World world, Visitor user, string amount)
    {
        await world.SandboxAsync("/sandbox/deposits", new { network = "TRC20", address = await user.AddressAsync(), amount });
        await world.QuietAsync();
        await user.ComesBackAsync();
    }
}
