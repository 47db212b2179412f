using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Scenarios;

/// <summary>A sell that is paid, whose requests are counted.</summary>
internal static class HappySell
{
    // What a process asks every few seconds, whoever comes by then.
    private static readonly string[] OfNobody = ["'paused'", "webhook_endpoint"];

    /// <summary>Its payout settles when all else is quiet: two things that happen at once cost now more and now less.</summary>
    /// <returns>What it asked of the tables.</returns>
    public static async Task<IReadOnlyList<StorageRequest>> RunAsync(World world)
    {
        world.TableRequests.Clear();
        var sell = await SellDriver.StartAsync(world, "tok_silent", user: "regular");
        await sell.DepositAsync();
        await world.QuietAsync();
        await sell.PayoutIsSaidAsync("payout.settled");
        await world.QuietAsync();
        var requests = world.TableRequests.Requests.Where(request => !OfNobody.Any(request.Target.Contains)).ToList();
        Assert.AreEqual("completed/paid", await sell.StandsAsync());
        return requests;
    }
}
