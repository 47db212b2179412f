using System.Net;
using Azure.Data.Tables;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios;

/// <summary>
/// What Azure runs: Microsoft's own storage provider for Durable, on Azurite and in real time, with a deposit window of
/// seconds. Sells of different ends, all at once.
/// </summary>
[TestClass]
public sealed class OnAzureStorage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>What Microsoft's provider, which knows no clock of a test, may take to end an instance.</summary>
    private static readonly TimeSpan BetweenVisits = TimeSpan.FromSeconds(2);

    [TestMethod]
    public async Task A_dozen_sells_and_one_whose_start_was_lost_come_to_the_ends_they_should()
    {
        await using var world = await World.StartAsync(usesAzureStorage: true, settings: ("OFFRAMP_DEPOSIT_WINDOW", "00:00:20"));

        var ends = await Task.WhenAll(
            EndOfAsync(world, "paid", sell => sell.DepositAsync()),
            EndOfAsync(world, "paid too", sell => sell.DepositAsync()),
            EndOfAsync(world, "paid, and told twice", sell => sell.DepositAsync(odd: ("repeat", 1))),
            EndOfAsync(world, "a little less", sell => sell.DepositAsync("249")),
            EndOfAsync(world, "more", sell => sell.DepositAsync("300")),
            EndOfAsync(world, "in two parts", async sell =>
            {
                await sell.DepositAsync("100");
                await sell.DepositAsync("150");
            }),
            EndOfAsync(world, "slow card", sell => sell.DepositAsync(), "tok_slow"),
            EndOfAsync(world, "closed card", sell => sell.DepositAsync(), "tok_closed"),
            EndOfAsync(world, "far too little", sell => sell.DepositAsync("5")),
            EndOfAsync(world, "nothing comes", _ => Task.CompletedTask),
            EndOfAsync(world, "nothing comes here either", _ => Task.CompletedTask),
            EndOfAsync(world, "cancelled", CancelAsync));
        var last = await EndOfOneWhoseStartWasLostAsync(world);

        Assert.AreEqual(
            """
            paid: completed/paid
            paid too: completed/paid
            paid, and told twice: completed/paid
            a little less: completed/paid
            more: completed/paid
            in two parts: completed/paid
            slow card: completed/paid
            closed card: failed/refunded payout_failed
            far too little: failed/refunded underpaid
            nothing comes: failed/expired deposit_timeout
            nothing comes here either: failed/expired deposit_timeout
            cancelled: cancelled/cancelled
            its start was lost: completed/paid
            """.ReplaceLineEndings("\n"),
            string.Join('\n', [.. ends, last]));
        Assert.HasCount(9, await world.EffectsAsync("payouts"), "eight paid, and the one to the closed card");
    }

    private static async Task<string> EndOfAsync(World world, string what, Func<SellDriver, Task> happens, string card = "tok_ok")
    {
        var sell = await SellDriver.StartAsync(world, card);
        await happens(sell);
        return await EndOfAsync(what, sell);
    }

    /// <summary>An orchestration of that id was to start two minutes ago, as where somebody emptied the queue that said so.</summary>
    private static async Task<string> EndOfOneWhoseStartWasLostAsync(World world)
    {
        var sell = await SellDriver.OpenAsync(world);
        var started = DateTimeOffset.UtcNow.AddMinutes(-2);
        await new TableClient(world.Tables.ConnectionString, $"{world.Hub}Instances").AddEntityAsync(new TableEntity(sell.SellId, "")
        {
            ["ExecutionId"] = "lost",
            ["Name"] = SellOrchestration.Name,
            ["Version"] = "",
            ["RuntimeStatus"] = "Pending",
            ["CreatedTime"] = started,
            ["LastUpdatedTime"] = started,
            ["TaskHubName"] = world.Hub,
        });

        await sell.SellAsync("tok_slow");
        await sell.DepositAsync();

        await VisitAsync(world, sell, "Terminated");
        await VisitAsync(world, sell, "Completed");
        return await EndOfAsync("its start was lost", sell);
    }

    /// <summary>Visits as the timer makes them: one that the engine does not answer in time is made up for by the next.</summary>
    private static async Task VisitAsync(World world, SellDriver sell, string becomes)
    {
        var stands = "";
        await Eventually.IsSoAsync(
            async () =>
            {
                world.Jump(TimeSpan.FromMinutes(2));
                await world.RunTimerAsync(nameof(ReviveSells));
                return (stands = await sell.RuntimeStatusAsync()) == becomes;
            },
            () => $"Its orchestration is {stands}, not {becomes}.",
            pause: BetweenVisits);
    }

    private static async Task<string> EndOfAsync(string what, SellDriver sell)
    {
        var stands = "";
        await Eventually.IsSoAsync(
            async () => IsEnd(stands = await sell.StandsAsync()), () => $"{what}: {stands} is no end.", Patience, Eventually.LongerPause);
        await sell.IsAccountedForAsync();
        return $"{what}: {stands}";
    }

    // In real time the decision may take longer than the answer: then it is asked again, as the contract has it.
    private static Task CancelAsync(SellDriver sell) => Eventually.IsSoAsync(
        async () => await sell.TryCancelAsync() != HttpStatusCode.ServiceUnavailable, () => "The cancel was not decided.", pause: Eventually.LongerPause);

    private static bool IsEnd(string stands) => stands.Split('/', ' ')[1] is "paid" or "refunded" or "expired" or "cancelled";
}
