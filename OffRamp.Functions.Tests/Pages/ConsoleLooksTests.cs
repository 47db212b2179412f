using System.Net;
using System.Text.Json.Nodes;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>How the console looks, to people and to axe; <c>./pictures</c> keeps it.</summary>
[TestClass]
public sealed class ConsoleLooksTests
{
    [TestMethod]
    public async Task Every_view_fits_and_shuts_nobody_out_in_light_in_dark_and_on_a_phone()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        var held = await FillAsync(shop);
        await using var visitor = await shop.OperateAsync(Shop.ApproverKey);

        await visitor.LooksAtItFromAllSidesAsync("console-queues");
        foreach (var (name, place, heading) in new[]
        {
            ("sell", $"#/sells/{held.SellId}", "USDT →"), ("approvals", "#/approvals", "Approvals"), ("notices", "#/notices", "Unmatched notices"), ("partners", "#/partners", "Partners"),
            ("partner", $"#/partners/{DemoPartner.Id}", "Demo shop"), ("system", "#/system", "System"), ("audit", "#/audit", "Audit"), ("find", "#/find/nothing", "Found"),
        })
        {
            await visitor.GoAsync(place, heading);
            await visitor.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => { one.open = true; })");
            await visitor.LooksAtItFromAllSidesAsync($"console-{name}");
        }

        await visitor.ShowAsync(held);
        await visitor.PressAsync("Refund …");
        await visitor.LooksAtItFromAllSidesAsync("console-action");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.PressAsync("Sign out");
        await visitor.SeesAsync("Sign in to operate");
        await visitor.LooksAtItFromAllSidesAsync("console-sign-in");
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
