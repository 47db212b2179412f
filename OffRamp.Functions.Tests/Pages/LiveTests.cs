using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>How the sell page comes to know of what happens.</summary>
[TestClass]
public sealed class LiveTests
{
    [TestMethod]
    public async Task With_live_updates_a_change_is_seen_though_no_timer_of_the_page_ever_fires()
    {
        await using var world = await World.StartAsync();
        await using var user = await Browser.VisitAsync();
        await user.Page.Clock.InstallAsync();
        var connection = user.Page.WaitForWebSocketAsync();
        await user.OpenAsync((await SellSessions.OpenAsync(world)).WidgetUrl);
        await connection;
        await user.SellAsync();
        var address = await user.AddressAsync();
        await user.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddMinutes(1));

        await world.SandboxAsync("/sandbox/deposits", new { network = "TRC20", address, amount = "250" });

        await user.SeesAsync("Done");
    }

    [TestMethod]
    public async Task Without_live_updates_the_page_looks_again_by_itself()
    {
        await using var world = await World.StartAsync(settings: ("OFFRAMP_REALTIME_URL", null));
        await using var user = await Browser.VisitAsync();
        user.Expects("status of 503");
        await user.OpenAsync((await SellSessions.OpenAsync(world)).WidgetUrl);
        await user.SellAsync();

        await world.SandboxAsync("/sandbox/deposits", new { network = "TRC20", address = await user.AddressAsync(), amount = "250" });

        await user.SeesAsync("Done");
    }
}
