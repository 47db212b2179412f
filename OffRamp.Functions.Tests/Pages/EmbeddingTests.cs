using Microsoft.Playwright;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>The sell page in a partner's page, by the script that partners load.</summary>
[TestClass]
public sealed class EmbeddingTests
{
    [TestMethod]
    public async Task A_partner_s_page_is_told_how_the_sale_goes()
    {
        await using var world = await World.StartAsync();
        var session = await SellSessions.OpenAsync(world);
        await using var partner = await PartnersPage.OpenAsync(world, session.WidgetUrl);
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync(partner.Address);
        user.Frame = user.Page.FrameLocator("#sell iframe");

        await user.SellAsync();
        await user.LooksAtItAsync("embedded");
        await ToldAsync(user, $$"""address {"sell_id":"{{session.SellId}}","currency":"USDT","network":"TRC20","crypto_amount":"250","address":"{{await user.AddressAsync()}}",""");
        await user.PressAsync("Cancel this sale");
        await user.PressAsync("Cancel the sale");
        await user.SeesAsync("Cancelled");
        await user.Link("Back to shop.example").ClickAsync();

        await ToldAsync(user, $$"""close {"session_id":"{{session.Id}}","status":"cancelled"}""");
        var told = await user.Page.Locator("#told li").AllTextContentsAsync();
        Assert.AreEqual("ready {}", told[0]);
        CollectionAssert.AreEqual(
            new[]
            {
                $$"""status {"session_id":"{{session.Id}}","sell_id":null,"status":"open","phase":null}""",
                $$"""status {"session_id":"{{session.Id}}","sell_id":"{{session.SellId}}","status":"pending","phase":"awaiting_deposit"}""",
                $$"""status {"session_id":"{{session.Id}}","sell_id":"{{session.SellId}}","status":"cancelled","phase":"cancelled"}""",
            },
            told.Where(line => line.StartsWith("status", StringComparison.Ordinal)).ToArray());
        Assert.HasCount(1, told.Where(line => line.StartsWith("close", StringComparison.Ordinal)));
        Assert.IsFalse(string.Concat(told).Contains(session.Secret, StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Another_origin_s_page_gets_nothing()
    {
        await using var world = await World.StartAsync();
        var session = await SellSessions.OpenAsync(world);
        await using var partner = await PartnersPage.OpenAsync(world, session.WidgetUrl);
        await using var user = await Browser.VisitAsync();
        user.Expects("frame-ancestors");

        var refused = user.Page.WaitForConsoleMessageAsync(new() { Predicate = line => line.Text.Contains("frame-ancestors", StringComparison.Ordinal) });
        await user.OpenAsync(partner.OtherAddress);
        await refused;

        await Assertions.Expect(user.Page.FrameLocator("#sell iframe").Locator("#main")).ToHaveCountAsync(0);
        await Assertions.Expect(user.Page.Locator("#told li")).ToHaveCountAsync(0);
    }

    [TestMethod]
    public async Task A_frame_without_the_clipboard_copies_the_address_all_the_same()
    {
        await using var world = await World.StartAsync();
        var session = await SellSessions.OpenAsync(world);
        await using var partner = await PartnersPage.FrameAsync(world, session.WidgetUrl);
        await using var user = await Browser.VisitAsync();
        user.Expects("Permissions policy violation");
        await user.OpenAsync(partner.Address);
        user.Frame = user.Page.FrameLocator("#sell iframe");
        await user.SellAsync();

        await user.PressAsync("Copy address");
        await Assertions.Expect(user.Button("Copy address")).ToHaveTextAsync("Copied");
        await user.Page.GetByLabel("Paste here").ClickAsync();
        await user.Page.Keyboard.PressAsync("Control+V");

        await Assertions.Expect(user.Page.GetByLabel("Paste here")).ToHaveValueAsync(await user.AddressAsync());
    }

    [TestMethod]
    public async Task What_could_not_be_copied_is_said_and_selected()
    {
        await using var world = await World.StartAsync();
        var session = await SellSessions.OpenAsync(world);
        await using var partner = await PartnersPage.FrameAsync(world, session.WidgetUrl);
        await using var user = await Browser.VisitAsync();
        user.Expects("Permissions policy violation");
        await user.Page.AddInitScriptAsync("document.execCommand = () => false");
        await user.OpenAsync(partner.Address);
        user.Frame = user.Page.FrameLocator("#sell iframe");
        await user.SellAsync();

        await user.PressAsync("Copy address");

        await user.ReadsAsync("Not copied: this browser does not allow it here.");
        await Assertions.Expect(user.Button("Copy address")).ToHaveTextAsync("Copy");
        Assert.AreEqual(await user.AddressAsync(), await user.Frame.Locator("body").EvaluateAsync<string>("() => getSelection().toString()"));
        await user.LooksAtItAsync("embedded-not-copied");
    }

    [TestMethod]
    public async Task Where_no_tab_can_be_opened_the_verification_is_done_in_place()
    {
        await using var world = await World.StartAsync();
        var session = await SellSessions.OpenAsync(world, email: "ada@example.com");
        await using var partner = await PartnersPage.FrameAsync(world, session.WidgetUrl, "sandbox=\"allow-scripts allow-same-origin allow-forms\"");
        await using var user = await Browser.VisitAsync();
        user.Expects("Blocked "); // opening a tab, as is meant; the provider's page would like the focus too
        await user.OpenAsync(partner.Address);
        user.Frame = user.Page.FrameLocator("#sell iframe");

        await user.Link("Verify my identity").ClickAsync();
        await user.ReadsAsync("No other tab has opened?");
        await user.LooksAtItAsync("embedded-no-tab");
        await user.Link("Verify on this page").ClickAsync();
        await user.PressAsync("Verify me");
        await user.ReadsAsync("You are verified");
        await user.Page.EvaluateAsync("history.go(-2)"); // over the provider's form, to where the user came from

        await user.SeesAsync("How much do you want to sell?");
    }

    private static Task ToldAsync(Visitor user, string line) =>
        Assertions.Expect(user.Page.Locator("#told li", new() { HasText = line })).ToHaveCountAsync(1);
}
