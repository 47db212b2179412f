using Microsoft.Playwright;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>Users whom something keeps from their money: the page says what it is, and what they can do.</summary>
[TestClass]
public sealed class SetbackTests
{
    private const string FirstAddress = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
    private const string OtherAddress = "TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL";

    [TestMethod]
    public async Task A_refund_that_could_not_be_sent_goes_to_another_address()
    {
        await using var world = await World.StartAsync();
        await world.SandboxAsync("/sandbox/refund_failures", new { address = FirstAddress });
        await using var user = await Browser.VisitAsync(isNarrow: true);
        await user.OpenAsync((await SellSessions.OpenAsync(world)).WidgetUrl);
        await user.SellAsync(card: "tok_closed");
        await world.SandboxAsync("/sandbox/deposits", new { network = "TRC20", address = await user.AddressAsync(), amount = "250" });
        await world.AdvanceAsync(TimeSpan.FromMinutes(30));
        await user.ComesBackAsync();

        await user.SeesAsync("Your crypto could not be sent back yet");
        await user.LooksAtItAsync("narrow-refund-failed");
        await user.FillAsync("Refund address", OtherAddress);
        await user.PressAsync("Send it there");
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));
        await user.ComesBackAsync();

        await user.SeesAsync("Your crypto was sent back");
        var refunds = await world.EffectsAsync("refunds");
        CollectionAssert.AreEqual(new[] { "failed", "sent" }, refunds.Select(refund => refund.GetProperty("status").GetString()).Order().ToArray());
    }

    [TestMethod]
    public async Task Where_to_find_help_is_said_on_every_step()
    {
        await using var world = await World.StartAsync();
        await world.OperatorAsync(
            HttpMethod.Patch, $"/ops/api/partners/{DemoPartner.Id}", new { support = new { email = "help@shop.example", url = "https://shop.example/help" } });
        await using var user = await Browser.VisitAsync(isNarrow: true);
        await user.OpenAsync((await SellSessions.OpenAsync(world)).WidgetUrl);
        await user.SeesAsync("How much do you want to sell?");
        await user.LooksAtItAsync("narrow-help");

        await user.SellAsync();

        await Assertions.Expect(user.Link("help@shop.example")).ToHaveAttributeAsync("href", "mailto:help@shop.example");
        await Assertions.Expect(user.Link("shop.example/help")).ToHaveAttributeAsync("href", "https://shop.example/help");
    }

    [TestMethod]
    public async Task Who_is_not_verified_hears_that_nothing_was_sold()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();

        await user.OpenAsync((await SellSessions.OpenAsync(world, email: "eve+rejected@example.com")).WidgetUrl);

        await user.SeesAsync("We could not verify you");
        await user.ReadsAsync("Nothing was sold, and nothing is owed.");
        await Assertions.Expect(user.Link("Back to shop.example")).ToHaveAttributeAsync("href", "https://shop.example/back");
    }

    [TestMethod]
    public async Task Who_waits_for_the_verification_goes_on_when_it_has_come()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync((await SellSessions.OpenAsync(world, email: "eve+pending@example.com")).WidgetUrl);
        await user.SeesAsync("Waiting for your verification");
        await user.LooksAtItAsync("wide-verification-pending");
        var verification = (await user.Link("Open the verification again").GetAttributeAsync("href"))!.Split('/')[^1];

        await world.SandboxAsync($"/sandbox/verifications/{verification}", new { status = "verified" });

        await user.SeesAsync("How much do you want to sell?");
    }

    [TestMethod]
    public async Task An_amount_is_typed_as_people_of_the_country_write_it()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync((await SellSessions.OpenAsync(world)).WidgetUrl);
        await user.SeesAsync("How much do you want to sell?");

        await user.FillAsync("You send (USDT)", "250,123");
        await user.ReadsAsync("250,123 can mean two amounts. Type 250123 for the large one, or 250.123 for the small one.");
        await user.LooksAtItAsync("wide-ambiguous-amount");
        await user.FillAsync("You send (USDT)", "250,1234567");
        await user.ReadsAsync("This amount cannot be used. Enter one with fewer decimals");
        await user.FillAsync("You send (USDT)", "250,123456");

        await user.ReadsAsync("250.123456 USDT");
    }
}
