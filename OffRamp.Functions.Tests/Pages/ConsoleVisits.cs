using Microsoft.Playwright;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>Operators in front of the console.</summary>
internal static class ConsoleVisits
{
    /// <summary>An operator signs in by typing his key, and sees what needs a person.</summary>
    public static async Task<Visitor> OperateAsync(this Shop shop, string key = Shop.OperatorKey)
    {
        var visitor = await Browser.VisitAsync();
        await visitor.OpenAsync(new Uri(shop.Client.BaseAddress!, "/ops").ToString());
        await visitor.FillAsync("Operator key", key);
        await visitor.PressAsync("Sign in");
        await visitor.SeesAsync("What needs a person now");
        return visitor;
    }

    /// <summary>Another view, by its place behind the <c>#</c>.</summary>
    public static async Task GoAsync(this Visitor visitor, string place, string heading)
    {
        await visitor.Page.EvaluateAsync("place => { location.hash = place; }", place);
        await visitor.SeesAsync(heading);
    }

    public static async Task ShowAsync(this Visitor visitor, OpenedSession session)
    {
        await visitor.GoAsync("#/system", "System"); // so that a sell that was shown before is read anew
        await visitor.GoAsync($"#/sells/{session.SellId}", "USDT →");
        await Assertions.Expect(visitor.Page.GetByText(session.SellId).First).ToBeVisibleAsync();
    }

    /// <summary>Acts on the sell that is shown.</summary>
    /// <param name="visitor">Who.</param>
    /// <param name="act">As its button says it.</param>
    /// <param name="then">What is told of it afterwards.</param>
    /// <param name="fields">What is typed in, by label.</param>
    public static async Task ActAsync(this Visitor visitor, string act, string then = "done.", params (string Label, string Text)[] fields)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = $"{act} …", Exact = true }).ClickAsync();
        var dialog = visitor.Page.Locator("dialog");
        foreach (var (label, text) in fields)
        {
            await dialog.GetByLabel(label).FillAsync(text);
        }

        await dialog.GetByLabel("Why").FillAsync("looked into it");
        await dialog.GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
        await visitor.ReadsAsync($"{act}: {then}");
    }

    /// <summary>A second operator agrees to the one thing that waits.</summary>
    /// <param name="visitor">Who.</param>
    /// <param name="then">What is told afterwards.</param>
    public static async Task AgreeAsync(this Visitor visitor, string then = "Nothing waits for a second operator.")
    {
        await visitor.GoAsync("#/approvals", "Approvals");
        await visitor.PressAsync("Agree …");
        var dialog = visitor.Page.Locator("dialog");
        await dialog.GetByLabel("Why").FillAsync("looked at it too");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Agree", Exact = true }).ClickAsync();
        await visitor.ReadsAsync(then);
    }
}
