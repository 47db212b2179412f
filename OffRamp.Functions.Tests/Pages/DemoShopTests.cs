using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>The demo shop at /, to somebody who knows its address and nothing else.</summary>
[TestClass]
public sealed class DemoShopTests
{
    [TestMethod]
    public async Task Whoever_knows_its_address_sells_falls_short_is_declined_and_gets_a_refund()
    {
        await using var world = await World.StartAsync();
        await using var user = await VisitAsync(world);

        await SellAsync(user, "tok_ok");
        await PressAsync(user, "Exactly");
        await SeesTheEndAsync(world, user, "Done", "227.70", "EUR were sent to Visa •••• 4242.");
        await Assertions.Expect(Row(user, "payout.settled").GetByText("✓")).ToHaveCountAsync(3);

        await SellAsync(user, "tok_ok");
        await PressAsync(user, "Too little");
        await user.SeesAsync("150 USDT are missing");
        await PressAsync(user, "6 hours");
        await SeesTheEndAsync(world, user, "Done", "91.08", "EUR were sent to Visa •••• 4242.");

        await SellAsync(user, "tok_declined");
        await PressAsync(user, "Exactly");
        await user.SeesAsync("Your card could not be paid");
        await user.GiveCardAsync("tok_ok");
        await SeesTheEndAsync(world, user, "Done", "227.70", "EUR were sent to Visa •••• 4242.");

        await SellAsync(user, "tok_declined");
        await PressAsync(user, "Exactly");
        await user.PressAsync("Send my USDT back instead");
        await user.PressAsync("Send them back");
        await user.SeesAsync("Your crypto is on its way back");
        await PressAsync(user, "1 minute");
        await SeesTheEndAsync(world, user, "Your crypto was sent back", "250", "USDT");
        await user.LooksAtItAsync("shop-refunded");
    }

    [TestMethod]
    public async Task Who_is_sent_to_the_sell_page_comes_back_to_the_shop_and_its_sell()
    {
        await using var world = await World.StartAsync();
        await using var user = await VisitAsync(world);
        await user.Page.GetByRole(AriaRole.Combobox, new() { Name = "In", Exact = true }).SelectOptionAsync("German");

        await PressAsync(user, "Go to the sell page");
        user.Frame = null;
        await user.SeesAsync("Wie viel möchten Sie verkaufen?");
        await user.PressAsync("Diesen Verkauf abbrechen");
        await user.PressAsync("Ja, abbrechen");
        await user.Link("Zurück zu 127.0.0.1").ClickAsync();

        await user.SeesAsync("Sell your crypto");
        await Assertions.Expect(Row(user, "session.cancelled").GetByText("✓")).ToHaveCountAsync(2);
    }

    [TestMethod]
    public async Task A_provider_s_trouble_and_a_refused_verification_are_a_button_away()
    {
        await using var world = await World.StartAsync();
        await using var user = await VisitAsync(world);
        await user.Page.GetByLabel("You are").SelectOptionAsync("Bea, not verified yet");
        await PressAsync(user, "Sell here");
        user.Frame = user.Page.FrameLocator("#proof-widget iframe");
        await user.SeesAsync("First, verify your identity");

        await PressAsync(user, "Refuse the verification");
        await user.SeesAsync("We could not verify you");
        await user.Page.GetByLabel("Provider").SelectOptionAsync("rates");
        await user.Page.GetByLabel("Trouble", new() { Exact = true }).SelectOptionAsync("gives an old rate");
        await PressAsync(user, "Make it");

        await Assertions.Expect(user.Page.GetByText("The next 3 calls: rates gives an old rate.")).ToBeVisibleAsync();
        Assert.AreEqual("stale", (await world.EffectsAsync("faults")).Single().GetProperty("mode").GetString());
    }

    [TestMethod]
    public async Task What_a_partner_s_user_wrote_is_text_and_nothing_else()
    {
        const string hostile = "<img src=x onerror=\"document.title='taken'\">";
        await using var world = await World.StartAsync();
        await using var user = await VisitAsync(world);
        await user.Page.GetByLabel("only of this sell").UncheckAsync();
        var order = Bodies.Gate(hostile);
        order["metadata"] = new JsonObject { ["cart"] = hostile };
        await world.PartnerAsync(HttpMethod.Post, "/v1/sessions", order, HttpStatusCode.Created);

        await Row(user, "session.created").Locator("summary").ClickAsync();

        await Assertions.Expect(Row(user, "session.created").Locator("pre")).ToContainTextAsync("<img src=x");
        await Assertions.Expect(user.Page.Locator("#events img")).ToHaveCountAsync(0);
        await Assertions.Expect(user.Page).ToHaveTitleAsync("Demo shop");
    }

    private static async Task<Visitor> VisitAsync(World world)
    {
        var user = await Browser.VisitAsync();
        await user.OpenAsync(world.Api.BaseAddress!.ToString());
        return user;
    }

    private static async Task SellAsync(Visitor user, string card)
    {
        await PressAsync(user, "Sell here");
        user.Frame = user.Page.FrameLocator("#proof-widget iframe");
        await user.SellAsync(card: card);
    }

    // What the user reads, what the shop says, and what the API answers are one amount.
    private static async Task SeesTheEndAsync(World world, Visitor user, string heading, string amount, string said)
    {
        await user.SeesAsync(heading);
        await user.ReadsAsync($"{amount} {said}");
        await Assertions.Expect(user.Page.Locator("#standing")).ToContainTextAsync(heading == "Done" ? $"Paid{amount} EUR" : $"Refund{amount} USDT · sent");
        await Assertions.Expect(user.Page.Locator("#standing")).Not.ToContainTextAsync("To be paid");
        var id = await user.Page.Locator("#sell-id").TextContentAsync();
        var sell = await world.PartnerAsync(HttpMethod.Get, $"/v1/sells/{id}");
        Assert.AreEqual(amount, heading == "Done" ? Last(sell, "payouts", "settled") : Last(sell, "refunds", "sent"));
        Assert.AreEqual($"/ops#/sells/{id}", await user.Page.GetByRole(AriaRole.Link, new() { Name = "Open it in the console" }).GetAttributeAsync("href"));
    }

    private static string? Last(JsonElement sell, string list, string status) =>
        sell.GetProperty(list).EnumerateArray().Last(one => one.GetProperty("status").GetString() == status).GetProperty("amount").GetString();

    private static Task PressAsync(Visitor user, string button) => user.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static ILocator Row(Visitor user, string type) => user.Page.Locator("#events tr", new() { HasText = type });
}
