using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>What one writer makes of a storage that refuses, breaks off, loses answers, and of others who are faster.</summary>
[TestClass]
internal sealed class StormyStorageTests
{
    private const string Commit = "POST $batch";

    private readonly FaultyEdge edge = FaultyEdge.ToStorage();

    [TestMethod]
    public async Task A_commit_whose_answer_was_lost_is_recognised_by_its_id()
    {
        var (sells, sell) = await PaidInAsync();
        edge.Decide = call => call is { Name: Commit, Number: 1 } ? Mood.Lost : Mood.Fine;

        var step = await sells.LookAsync(sell.Id);

        Assert.AreEqual(NextStep.AskCustodian, step.Next);
        Assert.AreEqual(2, edge.Calls.Count(call => call.Name == Commit), "the repetition reads as a conflict, and nothing is committed once more");
        await IsTakenInOnceAsync(sells, sell);
    }

    [TestMethod]
    public async Task What_a_provider_answered_counts_once_though_the_commits_answer_was_lost()
    {
        var (sells, sell) = await PaidInAsync();
        await sells.LookAsync(sell.Id);
        await sells.LookAsync(sell.Id, new CustodianAnswered(sells.Clock.GetUtcNow(), [A.Transfer()]) { Kyc = KycStatus.Verified, CurrentRate = sell.Quote.Rate });
        var payout = (await sells.ReadAsync(sell.Id)).LastPayout!;
        edge.Clear();
        edge.Decide = call => call is { Name: Commit, Number: 1 } ? Mood.Lost : Mood.Fine;

        await sells.LookAsync(sell.Id, new PayoutUnknown(payout.Id));

        Assert.AreEqual(1, (await sells.ReadAsync(sell.Id)).LastPayout!.UnknownAnswers);
    }

    [TestMethod]
    public async Task A_commit_that_nobody_heard_of_is_found_done_by_the_next_look()
    {
        var (sells, sell) = await PaidInAsync();
        edge.Decide = call => call is { Name: Commit, Number: 1 } ? Mood.Lost : call is { Name: Commit, Number: <= 5 } ? Mood.Refused : Mood.Fine;

        await Assert.ThrowsAsync<StorageUnavailableException>(() => sells.LookAsync(sell.Id));
        var step = await sells.LookAsync(sell.Id);

        Assert.AreEqual(NextStep.AskCustodian, step.Next);
        await IsTakenInOnceAsync(sells, sell);
    }

    [TestMethod]
    public async Task A_commit_that_another_one_followed_before_its_answer_came_is_not_made_twice()
    {
        var (sells, sell) = await PaidInAsync();
        var rival = sells.Beside();
        edge.Decide = call => call is { Name: Commit, Number: 1 } ? Mood.Lost : Mood.Fine;
        edge.Before = async call =>
        {
            if (call is { Name: Commit, Number: 2 })
            {
                await rival.ArrivesAsync(sell.Id, A.Transfer("2", tx: "def2"));
                await rival.LookAsync(sell.Id);
            }
        };

        await sells.LookAsync(sell.Id);

        var events = await sells.IsAccountedForAsync(sell.Id);
        CollectionAssert.AreEqual(
            new[] { "sell.pending", "deposit.seen", "deposit.confirmed", "sell.processing", "deposit.seen", "deposit.confirmed" }, events);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(20)]
    public async Task Somebody_who_is_always_faster_delays_a_commit_and_loses_nothing(int times)
    {
        var (sells, sell) = await PaidInAsync();
        edge.Before = call => call.Name == Commit && call.Number <= times ? TouchAsync(sells, sell) : Task.CompletedTask;

        await sells.LookAsync(sell.Id);

        Assert.AreEqual(times + 1, edge.Calls.Count(call => call.Name == Commit));
        await IsTakenInOnceAsync(sells, sell);
    }

    [TestMethod]
    public async Task A_storm_without_end_is_given_up_and_the_next_look_goes_on()
    {
        var (sells, sell) = await PaidInAsync();
        edge.Before = call => call.Name == Commit && call.Number <= 30 ? TouchAsync(sells, sell) : Task.CompletedTask;

        await Assert.ThrowsExactlyAsync<SellBusyException>(() => sells.LookAsync(sell.Id));
        await sells.LookAsync(sell.Id);

        await IsTakenInOnceAsync(sells, sell);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public async Task Eight_writers_thirty_notices_and_a_moody_storage_leave_one_story(int seed)
    {
        var (sells, sell) = await PaidInAsync();
        for (var n = 0; n < 30; n++)
        {
            await sells.Beside().ArrivesAsync(sell.Id, A.Transfer("2", tx: $"aa{n:D2}"));
        }

        edge.Decide = call => MoodOf(seed, call);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LookUntilDoneAsync(sells, sell)));

        var events = await sells.IsAccountedForAsync(sell.Id);
        Assert.AreEqual(31, events.Count(type => type == "deposit.confirmed"));
        Assert.AreEqual(1, events.Count(type => type == "sell.processing"));
        Assert.IsGreaterThan(5, edge.Faults);
    }

    private async Task<(StoredSells, Sell)> PaidInAsync()
    {
        var sells = await StoredSells.StartAsync(edge);
        var sell = await sells.AddAsync();
        sells.Clock.Advance(TimeSpan.FromMinutes(11));
        await sells.ArrivesAsync(sell.Id, A.Transfer());
        edge.Clear();
        return (sells, sell);
    }

    private static async Task IsTakenInOnceAsync(StoredSells sells, Sell sell)
    {
        var events = await sells.IsAccountedForAsync(sell.Id);
        CollectionAssert.AreEqual(new[] { "sell.pending", "deposit.seen", "deposit.confirmed", "sell.processing" }, events);
        Assert.AreEqual(SellPhase.PayingOut, (await sells.ReadAsync(sell.Id)).Phase);
    }

    // The row's version is another, and nothing else is.
    private static Task TouchAsync(StoredSells sells, Sell sell) => sells.Beside().Tables.Store.Table(StorageNames.Sells).MergeAsync(
        new Row(SellKeys.Partition(sell.Id), SellKeys.Sell).Set("Touched", Guid.NewGuid().ToString()), Azure.ETag.All);

    private static async Task LookUntilDoneAsync(StoredSells sells, Sell sell)
    {
        for (var n = 0; n < 20; n++)
        {
            try
            {
                await sells.LookAsync(sell.Id);
                return;
            }
            catch (Exception e) when (e is StorageException or SellBusyException)
            {
                // As an orchestration does it: a little later, again.
            }
        }

        Assert.Fail("The storage never let it through.");
    }

    // One in four goes wrong, by the seed and not by who is faster.
    private static Mood MoodOf(int seed, EdgeCall call) => new Random((seed * 1000003) ^ (call.Index * 7919)).Next(12) switch
    {
        0 => Mood.Busy,
        1 => Mood.Refused,
        2 when call.IsWrite => Mood.Lost,
        _ => Mood.Fine,
    };
}
