using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>The widget's way: what POST /widget/session answers goes to <c>proofWidget.run()</c> as it is.</summary>
[TestClass]
public sealed class WidgetTests
{
    [TestMethod]
    public async Task The_answer_as_it_is_opens_the_sell_page_and_the_user_is_paid()
    {
        await using var world = await World.StartAsync();
        var session = await OpenAsync(world);
        await using var partner = await PartnersPage.RunWidgetAsync(world, session, "<div id=\"proof-widget\"></div>");
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync(partner.Address);
        user.Frame = user.Page.FrameLocator("#proof-widget iframe");

        await user.SellAsync();
        await world.SandboxAsync("/sandbox/deposits", new { network = "TRC20", address = await user.AddressAsync(), amount = "250" });
        await world.QuietAsync();

        await user.SeesAsync("Done");
        var polled = await world.PartnerAsync(HttpMethod.Get, $"/widget/transactions/{session.GetProperty("merchant_transaction_id").GetString()}", null, HttpStatusCode.OK);
        Assert.AreEqual("completed", polled.GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task Without_a_place_of_its_own_it_opens_over_the_page_and_can_be_closed()
    {
        await using var world = await World.StartAsync();
        await using var partner = await PartnersPage.RunWidgetAsync(world, await OpenAsync(world), "<p>Your wallet</p>");
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync(partner.Address);
        user.Frame = user.Page.FrameLocator("dialog iframe");
        await user.SeesAsync("How much do you want to sell?");
        await user.LooksAtItAsync("widget-over");

        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();

        await Assertions.Expect(user.Page.Locator("dialog")).ToHaveCountAsync(0);
        await Assertions.Expect(user.Page.GetByText("Your wallet")).ToBeVisibleAsync();
    }

    private static Task<JsonElement> OpenAsync(World world) =>
        world.PartnerAsync(HttpMethod.Post, "/widget/session", Bodies.Proof("ada", "ada+verified@example.com"), HttpStatusCode.Created);
}
