using System.Net;
using System.Text.Json.Nodes;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>How the console looks: to axe in light and dark, and on a phone.</summary>
[TestClass]
public sealed class ConsoleLooksTests
{
    [TestMethod]
    [DataRow(false, DisplayName = "light")]
    [DataRow(true, DisplayName = "dark")]
    public async Task Every_view_shuts_nobody_out(bool isDark)
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        var held = await FillAsync(shop);
        await using var visitor = await shop.OperateAsync(Shop.ApproverKey, isDark: isDark);

        await LookAroundAsync(visitor, held, isDark ? "dark" : "light", isCheckedByAxe: true);
    }

    [TestMethod]
    public async Task Every_view_fits_a_phone()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        var held = await FillAsync(shop);
        await using var visitor = await shop.OperateAsync(Shop.ApproverKey, isNarrow: true);

        await LookAroundAsync(visitor, held, "phone", isCheckedByAxe: false);
    }

    private static async Task LookAroundAsync(Visitor visitor, OpenedSession held, string how, bool isCheckedByAxe)
    {
        await visitor.LooksAtItAsync($"{how}-console-queues", isCheckedByAxe);
        foreach (var (place, heading) in new[]
        {
            ($"#/sells/{held.SellId}", "USDT →"), ("#/approvals", "Approvals"), ("#/notices", "Unmatched notices"), ("#/partners", "Partners"),
            ($"#/partners/{DemoPartner.Id}", "Demo shop"), ("#/system", "System"), ("#/audit", "Audit"), ("#/find/nothing", "Found"),
        })
        {
            await visitor.GoAsync(place, heading);
            await visitor.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => { one.open = true; })");
            await visitor.LooksAtItAsync($"{how}-console-{place.Split('/')[1]}{place.Split('/').Length}", isCheckedByAxe);
        }

        await visitor.ShowAsync(held);
        await visitor.PressAsync("Refund …");
        await visitor.LooksAtItAsync($"{how}-console-action", isCheckedByAxe);
        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.PressAsync("Sign out");
        await visitor.SeesAsync("Sign in to operate");
        await visitor.LooksAtItAsync($"{how}-console-sign-in", isCheckedByAxe);
    }

    /// <summary>A held sell with everything that a view can show, and an approval and a notice that wait.</summary>
    private static async Task<OpenedSession> FillAsync(Shop shop)
    {
        var session = await shop.PayInAsync("tok_declined");
        await shop.SetAsideAsync(new string('a', 64));
        using var held = await shop.OperatorAsync(session, new JsonObject { ["action"] = "hold" });
        using var asked = await shop.OperatorAsync(session, new JsonObject { ["action"] = "refund", ["refund_address"] = "TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL" });
        Assert.AreEqual((HttpStatusCode.OK, HttpStatusCode.Accepted), (held.StatusCode, asked.StatusCode));
        return session;
    }
}
