namespace OffRamp.Functions.Tests.Scenarios.Faults;

/// <summary>
/// A provider takes the connection and says nothing, for real: every call ends after its 10 s, and the function timeout,
/// which would end the worker with every call in flight, is never reached.
/// </summary>
[TestClass]
public sealed class HangingProviders
{
    private static readonly TimeSpan FunctionTimeout = TimeSpan.FromSeconds(15);

    [TestMethod]
    public async Task A_provider_that_hangs_never_restarts_the_worker() =>
        await Task.WhenAll(HangsDuringTheSellAsync("custodian"), HangsDuringTheSellAsync("payouts"), HangsDuringTheSellAsync("rates"), HangsBeforeTheSellAsync());

    private static async Task HangsDuringTheSellAsync(string provider)
    {
        await using var world = await World.StartAsync(edges: new Edges { FunctionTimeout = FunctionTimeout });
        var sell = await SellDriver.StartAsync(world);
        await world.SandboxAsync("/sandbox/faults", new { provider, mode = "timeout", times = 1 });

        await sell.DepositAsync();

        await IsPaidAsync(world, sell, provider);
    }

    private static async Task HangsBeforeTheSellAsync()
    {
        await using var world = await World.StartAsync(edges: new Edges { FunctionTimeout = FunctionTimeout });
        world.Patience = 3;
        await world.SandboxAsync("/sandbox/faults", new { provider = "kyc", mode = "timeout", times = 1 });
        await world.SandboxAsync("/sandbox/faults", new { provider = "payouts", mode = "timeout", times = 1 });

        var sell = await SellDriver.StartAsync(world);
        await sell.DepositAsync();

        await IsPaidAsync(world, sell, "kyc and cards");
        Assert.ContainsSingle(world.Refusals, "the card could not be looked up the first time");
    }

    private static async Task IsPaidAsync(World world, SellDriver sell, string provider)
    {
        await world.UntilAsync(async () => await sell.StandsAsync() == "completed/paid");

        Assert.AreEqual("completed/paid", await sell.StandsAsync(), provider);
        Assert.AreEqual("227.70 settled", await sell.EffectsAsync("payouts"), provider);
        Assert.AreEqual(0, world.Restarts, provider);
        await sell.IsAccountedForAsync();
    }
}
