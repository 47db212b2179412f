using System.Text.Json;
using Microsoft.Playwright;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>Who comes to the console, and how.</summary>
[TestClass]
public sealed class ConsoleSignInTests
{
    [TestMethod]
    public async Task Whoever_the_organisation_has_signed_in_needs_no_key()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_OPERATOR_AUTH", "entra"));
        await using var visitor = await Browser.VisitAsync();
        var console = new Uri(shop.Client.BaseAddress!, "/ops").ToString();
        await visitor.OpenAsync(console);
        await visitor.SeesAsync("Sign in to operate");
        await Assertions.Expect(visitor.Link("Sign in with your organisation")).ToHaveAttributeAsync("href", "/.auth/login/aad?post_login_redirect_uri=/ops");

        // What the platform says of whom it has signed in.
        var principal = JsonSerializer.SerializeToUtf8Bytes(new { claims = new[] { new { typ = "preferred_username", val = "ann@example.com" }, new { typ = "roles", val = "viewer" } } });
        await visitor.Page.SetExtraHTTPHeadersAsync([new("X-MS-CLIENT-PRINCIPAL", Convert.ToBase64String(principal))]);
        await visitor.OpenAsync(console);

        await visitor.SeesAsync("What needs a person now");
        await visitor.ReadsAsync("ann@example.com");
        await visitor.ShowAsync(await shop.SellAsync());
        await visitor.ReadsAsync("You may look. To act, one needs the role operator.");
    }

    [TestMethod]
    public async Task With_the_keyboard_alone_a_sell_is_found_and_held()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await using var visitor = await Browser.VisitAsync();
        await visitor.OpenAsync(new Uri(shop.Client.BaseAddress!, "/ops").ToString());
        await Assertions.Expect(visitor.Page.GetByLabel("Operator key")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync(Shop.OperatorKey);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.SeesAsync("What needs a person now");

        await TabToAsync(visitor, "sought");
        await visitor.Page.Keyboard.TypeAsync("ANN+verified@example.com");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.SeesAsync("Found");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.SeesAsync("USDT →");
        await TabToAsync(visitor, "act-hold");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Keyboard.TypeAsync("the user called");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.Page.Keyboard.PressAsync("Enter");

        await visitor.ReadsAsync("Hold: done.");
        Assert.AreEqual("on_hold", (await shop.ReadSellAsync(session)).Text("phase"));
    }

    [TestMethod]
    public async Task The_key_stays_in_the_tab_and_all_that_is_loaded_is_under_a_hundred_kilobytes()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.PayInAsync();
        await using var visitor = await Browser.VisitAsync();
        var answers = new List<IResponse>();
        visitor.Page.Response += (_, answer) => answers.Add(answer);
        await visitor.OpenAsync(new Uri(shop.Client.BaseAddress!, $"/ops#/sells/{session.SellId}").ToString());
        await visitor.FillAsync("Operator key", Shop.OperatorKey);
        await visitor.PressAsync("Sign in");
        await visitor.SeesAsync("USDT →");

        var sizes = await Task.WhenAll(answers.ToList().Select(answer => answer.Request.SizesAsync()));

        Assert.IsLessThan(100_000, sizes.Sum(size => size.ResponseBodySize + size.ResponseHeadersSize));
        Assert.AreEqual("0 ", await visitor.Page.EvaluateAsync<string>("() => `${localStorage.length} ${document.cookie}`"));
        await visitor.PressAsync("Sign out");
        await visitor.SeesAsync("Sign in to operate");
        Assert.AreEqual(0, await visitor.Page.EvaluateAsync<int>("() => sessionStorage.length"));
    }

    private static async Task TabToAsync(Visitor visitor, string id)
    {
        for (var times = 0; times < 60; times++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            if (await visitor.Page.EvaluateAsync<string>("() => document.activeElement.id") == id)
            {
                return;
            }
        }

        Assert.Fail($"Nobody comes to {id} by the keyboard.");
    }
}
