using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>What operators see and are told in the console.</summary>
[TestClass]
public sealed class ConsoleTests
{
    private const string Hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>javascript:alert(3)";

    [TestMethod]
    public async Task Whatever_somebody_has_written_stays_text()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        var session = await WriteHostileAsync(shop);
        await using var visitor = await shop.OperateAsync();
        visitor.Page.Dialog += (_, _) => Assert.Fail("A script of somebody else's ran.");
        foreach (var (place, heading) in new[]
        {
            ("#/", "What needs a person now"), ($"#/sells/{session.SellId}", "USDT →"), ("#/notices", "Unmatched notices"), ("#/partners", "Partners"), ("#/audit", "Audit"), ("#/approvals", "Approvals"),
            ($"#/partners/{DemoPartner.Id}", Hostile), ($"#/find/{Uri.EscapeDataString(Hostile)}", "Found"),
        })
        {
            await visitor.GoAsync(place, heading);
            await visitor.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => { one.open = true; })");

            Assert.IsTrue(await visitor.Page.EvaluateAsync<bool>("text => document.body.textContent.includes(text) || [...document.querySelectorAll('input')].some(one => one.value.includes(text))", Hostile), place);
            var strange = await visitor.Page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('main img, main script, main iframe, main [onerror]')].map(one => one.outerHTML)
                    .concat([...document.querySelectorAll('main a')].map(one => one.href).filter(to => !/^(https:\/\/(tronscan\.org|etherscan\.io)\/|http:\/\/127\.0\.0\.1:\d+\/ops#)/.test(to)))
                """);
            Assert.AreEqual("", string.Join('\n', strange), place);
        }
    }

    [TestMethod]
    public async Task Who_decides_on_a_sell_that_has_moved_on_is_shown_what_has_changed()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await using var visitor = await shop.OperateAsync();
        await visitor.ShowAsync(session);
        await visitor.PressAsync("Cancel …");
        using var held = await shop.OperatorAsync(session, new JsonObject { ["action"] = "hold" });

        await visitor.FillAsync("Why", "the user asked for it");
        await visitor.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();

        await visitor.ReadsAsync("The sell has moved on since you looked. Nothing was done.");
        await visitor.ReadsAsync("Held");
        await visitor.PressAsync("Look at it as it is now");
        await Assertions.Expect(visitor.Button("Release …")).ToBeVisibleAsync();
        Assert.AreEqual("on_hold", (await shop.ReadSellAsync(session)).Text("phase"));
    }

    [TestMethod]
    public async Task Whoever_asked_cannot_decide_and_who_agrees_too_late_is_shown_what_has_changed()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        var session = await shop.SellAsync();
        using var held = await shop.OperatorAsync(session, new JsonObject { ["action"] = "hold" });
        await using var visitor = await shop.OperateAsync(Shop.ApproverKey);
        await visitor.ShowAsync(session);
        await visitor.ActAsync("Release", "asked for. A second operator has to agree");
        await visitor.GoAsync("#/approvals", "Approvals");
        await visitor.ReadsAsync("You asked for this yourself: somebody else has to decide.");
        await Assertions.Expect(visitor.Button("Agree …")).ToHaveCountAsync(0);

        using var asked = await shop.OperatorAsync(session, new JsonObject { ["action"] = "release", ["reason"] = "it is clean" });
        await visitor.ShowAsync(session);
        await visitor.PressAsync("Agree …");
        await visitor.ReadsAsync("The doubt that held it (held by a person) is waived.");
        await shop.HearDepositAsync(session, await shop.DepositAsync(session, "250"));
        await shop.WalkAsync(session);
        await visitor.FillAsync("Why", "looked at it too");
        await visitor.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Agree", Exact = true }).ClickAsync();

        await visitor.ReadsAsync("It has moved on since it was asked for. Nothing was done. Since then:");
        await Assertions.Expect(visitor.Page.Locator("dialog .story")).ToContainTextAsync("A transfer was confirmed");
        Assert.AreEqual("on_hold", (await shop.ReadSellAsync(session)).Text("phase"));
    }

    [TestMethod]
    public async Task Of_two_who_change_a_partner_the_second_is_shown_what_the_first_has_changed()
    {
        await using var shop = await Shop.OpenAsync();
        await using var visitor = await shop.OperateAsync();
        await visitor.GoAsync($"#/partners/{DemoPartner.Id}", "Demo shop");
        await visitor.FillAsync("Largest sell", "500");
        await shop.ChangePartnerAsync(new { limits = new { per_sell = "100" } });

        await visitor.PressAsync("Save");

        await visitor.ReadsAsync("Somebody else has changed this partner since you opened it. Nothing of yours was saved.");
        Assert.AreEqual("100", (await shop.ReadAsOperatorAsync($"/ops/api/partners/{DemoPartner.Id}")).GetProperty("limits").Text("per_sell"));
        await visitor.PressAsync("Load it as it is now");
        await Assertions.Expect(visitor.Page.GetByLabel("Largest sell")).ToHaveValueAsync("100");
        await visitor.FillAsync("Largest sell", "500");
        await visitor.PressAsync("Save");
        await visitor.ReadsAsync("Saved.");
        Assert.AreEqual("500", (await shop.ReadAsOperatorAsync($"/ops/api/partners/{DemoPartner.Id}")).GetProperty("limits").Text("per_sell"));
    }

    [TestMethod]
    public async Task A_new_partner_s_token_is_shown_once_and_opens_its_api()
    {
        await using var shop = await Shop.OpenAsync();
        await using var visitor = await shop.OperateAsync();
        await visitor.GoAsync("#/partners", "Partners");
        await visitor.PressAsync("New partner …");
        await visitor.FillAsync("Name", "Corner shop");
        await visitor.Page.GetByLabel("It may sell at once").CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        await visitor.SeesAsync("The token of Corner shop");
        var token = await visitor.Page.Locator(".token .mono").TextContentAsync();

        await visitor.PressAsync("I have it");
        await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Corner shop", Exact = true }).WaitForAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Get, "/v1/capabilities", token: token!);
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(token!, await visitor.Page.ContentAsync());
    }

    [TestMethod]
    public async Task A_user_is_erased_and_what_is_under_way_is_named()
    {
        await using var shop = await Shop.OpenAsync();
        await using var visitor = await shop.OperateAsync();
        var open = await shop.OpenSessionAsync(Bodies.Proof(email: "zora@example.com"));
        await visitor.GoAsync($"#/partners/{DemoPartner.Id}", "Demo shop");
        await visitor.PressAsync("Erase a user …");
        await visitor.FillAsync("E-mail address", "zora@example.com");
        await visitor.FillAsync("Why", "ticket 1042");

        await visitor.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Erase", Exact = true }).ClickAsync();

        await visitor.ReadsAsync("Sessions that name that user no more: 0.");
        await visitor.ReadsAsync(open.Id);
    }

    [TestMethod]
    public async Task A_partner_s_new_token_waits_for_a_second_operator_who_is_shown_it()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        await using var asking = await shop.OperateAsync();
        await using var agreeing = await shop.OperateAsync(Shop.ApproverKey);
        await asking.GoAsync($"#/partners/{DemoPartner.Id}", "Demo shop");
        await asking.PressAsync("Make a new token …");
        await asking.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Make a new token", Exact = true }).ClickAsync();
        await asking.ReadsAsync("the new one is shown to whoever agrees");
        await asking.PressAsync("Understood");

        await agreeing.AgreeAsync(then: "It is shown this once.");
        var token = await agreeing.Page.Locator(".token .mono").TextContentAsync();
        await agreeing.PressAsync("I have it");
        await agreeing.ReadsAsync("Nothing waits for a second operator.");

        using var answer = await shop.PartnerAsync(HttpMethod.Get, "/v1/capabilities", token: token!);
        using var former = await shop.PartnerAsync(HttpMethod.Get, "/v1/capabilities");
        Assert.AreEqual((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (answer.StatusCode, former.StatusCode));
    }

    [TestMethod]
    public async Task A_notice_that_nobody_could_use_is_processed_for_its_sell()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await shop.SetAsideAsync(await shop.DepositAsync(session, "250"));
        await using var visitor = await shop.OperateAsync();
        await visitor.GoAsync("#/notices", "Unmatched notices");
        await visitor.PressAsync("Process it for a sell …");
        await visitor.FillAsync("For which sell", session.SellId);
        await visitor.FillAsync("Why it is that one", "its address says so");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Process it", Exact = true }).ClickAsync();

        await visitor.SeesAsync("250 USDT →");

        await visitor.GoAsync("#/notices", "Unmatched notices");
        await visitor.ReadsAsync("Every notice was understood.");
        Assert.AreEqual("250", (await shop.ReadSellAsync(session)).Text("received_amount"));
    }

    private static async Task<OpenedSession> WriteHostileAsync(Shop shop)
    {
        await shop.ChangePartnerAsync(new { name = Hostile });
        var body = Bodies.Gate(Hostile).With("target_token", "USDT").With("target_network", "TRON").Without("amount").With("partner_user_id", Hostile).With("metadata", new JsonObject { ["<b>key</b>"] = Hostile });
        var session = await shop.OpenSessionAsync(body, gate: true);
        using var sell = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session)));
        await Shop.ReadAsync(sell, HttpStatusCode.Created);
        using var held = await shop.OperatorAsync(session, new JsonObject { ["action"] = "hold", ["reason"] = Hostile });
        using var asked = await shop.OperatorAsync(session, new JsonObject { ["action"] = "release", ["reason"] = Hostile });
        Assert.AreEqual((HttpStatusCode.OK, HttpStatusCode.Accepted), (held.StatusCode, asked.StatusCode));
        await shop.SetAsideAsync(Hostile, Hostile);
        return session;
    }
}
