using Microsoft.Playwright;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>The API reference at /docs. What the console complains about fails the test (<see cref="Visitor"/>).</summary>
[TestClass]
public sealed class ReferenceTests
{
    [TestMethod]
    public async Task An_integrator_finds_createSession_with_its_example_and_sends_it()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();
        await user.OpenAsync(new Uri(world.Api.BaseAddress!, "/docs").ToString());
        await user.SeesAsync("OffRamp");
        await user.FitsAsync("reference");
        await user.FillAsync("Bearer Token", "ot_test_local_demo_partner_token");
        await user.Link("Open a session, in 0Gate's shape").ClickAsync();
        var operation = user.Page.GetByRole(AriaRole.Region, new() { Name = "Open a session, in 0Gate's shape" });
        await Assertions.Expect(operation.GetByRole(AriaRole.Group, new() { Name = "Code sample: Shell Curl" })).ToContainTextAsync("\"user_reference\": \"order-1001\"");

        await user.PressAsync("Test Request (post /v1/sessions)");
        var client = user.Page.GetByRole(AriaRole.Dialog, new() { Name = "API Client" });
        await client.GetByRole(AriaRole.Row, new() { Name = "Idempotency-Key" }).GetByRole(AriaRole.Combobox, new() { Name = "Value" }).FillAsync("reference-1");
        await client.GetByRole(AriaRole.Button, new() { NameRegex = new("^Send post request") }).ClickAsync();

        var response = client.GetByRole(AriaRole.Region, new() { Name = "Response" });
        await Assertions.Expect(response).ToContainTextAsync("201 Created");
        await Assertions.Expect(response).ToContainTextAsync("\"id\": \"ses_");
        await user.FitsAsync("reference-sent");
        var sessions = await world.PartnerAsync(HttpMethod.Get, "/v1/sessions?user_reference=order-1001");
        Assert.AreEqual(1, sessions.GetProperty("data").GetArrayLength());
    }
}
