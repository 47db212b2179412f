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

    private static Task ToldAsync(Visitor user, string line) =>
        Assertions.Expect(user.Page.Locator("#told li", new() { HasText = line })).ToHaveCountAsync(1);
}
