using OffRamp.Functions.Deposits;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells;

[TestClass]
internal sealed class AdvanceTests
{
    [TestMethod]
    public async Task A_change_is_one_transaction_with_its_events_bookings_and_taken_notices()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync();
        await sells.ArrivesAsync(sell.Id, A.Transfer());
        sells.Tables.Log.Clear();

        await sells.LookAsync(sell.Id);

        // The row between says whose the transfer is, and leads from its hash to the sell.
        CollectionAssert.AreEqual(
            new[] { StorageOperation.Query, StorageOperation.Insert, StorageOperation.Transaction },
            sells.Tables.Log.Requests.Select(r => r.Operation).ToArray(), sells.Tables.Log.ToString());
        Assert.HasCount(4, await sells.RowsAsync(sell.Id, SellKeys.EventPrefix));
        Assert.HasCount(2, await sells.RowsAsync(sell.Id, SellKeys.LedgerPrefix));
        Assert.AreEqual(5, (await sells.RowsAsync(sell.Id, SellKeys.InboxPrefix)).Single().GetInt64("Handled"));
    }

    [TestMethod]
    public async Task A_stored_sell_reads_back_as_it_was_written()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync();
        sells.Clock.SetUtcNow(A.Start + TimeSpan.FromMinutes(11));
        await sells.ArrivesAsync(sell.Id, A.Transfer());

        await sells.LookAsync(sell.Id);
        var read = await sells.ReadAsync(sell.Id);

        Assert.AreEqual(SellPhase.PayingOut, read.Phase);
        Assert.AreEqual(sell.Quote, read.Quote);
        Assert.AreEqual(Money.Parse("250", Currency.USDT), read.Received);
        Assert.AreEqual(A.Start + TimeSpan.FromMinutes(10), read.Deposits.Single().SeenAt);
    }

    [TestMethod]
    public async Task What_is_booked_without_an_event_has_its_place_beside_the_last_events_bookings()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync();
        await sells.ArrivesAsync(sell.Id, A.Transfer("250.000001"));
        await sells.LookAsync(sell.Id);
        await sells.LookAsync(sell.Id, new CustodianAnswered(sells.Clock.GetUtcNow(), [A.Transfer("250.000001")]) { Kyc = KycStatus.Verified, CurrentRate = sell.Quote.Rate });
        var payout = (await sells.ReadAsync(sell.Id)).LastPayout!;
        await sells.LookAsync(sell.Id, new PayoutReported(new PayoutFact
        {
            PayoutId = payout.Id,
            Status = PayoutStatus.Settled,
            Amount = payout.Amount.ToString(),
            Currency = payout.Amount.Currency.Code,
        }));
        await sells.ArrivesAsync(sell.Id, A.Transfer("0.000002", "abc2"));
        await sells.LookAsync(sell.Id);

        sells.Clock.Advance(TimeSpan.FromHours(25));
        await sells.ArrivesAsync(sell.Id, A.Transfer("0.000003", "abc3"));
        await sells.LookAsync(sell.Id);

        Assert.AreEqual("0.000005", (await sells.ReadAsync(sell.Id)).Unassigned.ToString());
        await sells.IsAccountedForAsync(sell.Id);
    }

    [TestMethod]
    public async Task Thirty_writers_at_once_have_one_effect()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync();
        await sells.ArrivesAsync(sell.Id, A.Transfer());

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => sells.LookAsync(sell.Id)));

        Assert.HasCount(1, (await sells.ReadAsync(sell.Id)).Deposits);
        CollectionAssert.AreEqual(
            new[] { "sell.pending", "deposit.seen", "deposit.confirmed", "sell.processing" },
            (await sells.RowsAsync(sell.Id, SellKeys.EventPrefix)).Select(r => r.GetString("Type")).ToArray());
    }

    [TestMethod]
    public async Task More_notices_than_one_transaction_holds_are_taken_in_several()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync(A.Sell("2500"));
        await Parallel.ForEachAsync(Enumerable.Range(0, 25), async (n, _) => await sells.ArrivesAsync(sell.Id, A.Transfer("100", $"tx{n}")));

        await sells.LookAsync(sell.Id);

        Assert.AreEqual("2500", (await sells.ReadAsync(sell.Id)).Received.ToString());
        Assert.AreEqual(SellPhase.PayingOut, (await sells.ReadAsync(sell.Id)).Phase);
    }

    [TestMethod]
    public async Task A_look_that_finds_nothing_writes_nothing_but_until_when_it_waits()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync();
        sells.Clock.Advance(TimeSpan.FromMinutes(1));
        sells.Tables.Log.Clear();

        var step = await sells.LookAsync(sell.Id);

        Assert.AreEqual(A.Start + TimeSpan.FromHours(6), step.Until);
        CollectionAssert.AreEqual(
            new[] { "Query Sells", "UpsertMerge Index" },
            sells.Tables.Log.Requests.Select(r => $"{r.Operation} {r.Table[sells.Tables.Prefix.Length..]}").ToArray());
    }

    /// <summary>Notice and deadline in the same instant: whoever is first, seen_at says how it ends.</summary>
    [TestMethod]
    [DataRow("deadline", 0, SellPhase.PayingOut)]
    [DataRow("deadline", 1, SellPhase.Expired)]
    [DataRow("cancel", 0, SellPhase.ConfirmingDeposit)]
    [DataRow("cancel", 1, SellPhase.Cancelled)]
    public async Task Crossing_in_the_same_instant_a_hundred_times_ends_as_seen_at_says(string end, int ticksLate, SellPhase phase)
    {
        var sells = await StoredSells.StartAsync();
        var instant = A.Start + TimeSpan.FromHours(end == "deadline" ? 6 : 1);
        sells.Clock.SetUtcNow(instant + TimeSpan.FromSeconds(1));
        var status = end == "deadline" ? DepositStatus.Confirmed : DepositStatus.Seen;
        var seenAt = instant + TimeSpan.FromTicks(ticksLate);

        await Parallel.ForEachAsync(Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, _) =>
        {
            var sell = await sells.AddAsync(A.Sell());
            var transfer = A.Transfer(tx: $"ab{n:x}", status: status) with { SeenAt = seenAt };
            await Task.WhenAll(Shuffled(
                n,
                async () => { await sells.ArrivesAsync(sell.Id, transfer); await sells.LookAsync(sell.Id); },
                async () =>
                {
                    if (end == "cancel")
                    {
                        await sells.CancelIsAskedAsync(sell.Id, instant);
                    }

                    await sells.LookAsync(sell.Id, new CustodianAnswered(sells.Clock.GetUtcNow(), [transfer]));
                }));
            await sells.LookAsync(sell.Id, new CustodianAnswered(sells.Clock.GetUtcNow(), [transfer]));

            var ended = await sells.ReadAsync(sell.Id);
            Assert.AreEqual(phase, ended.Phase);
            Assert.HasCount(1, ended.Deposits);
        });
    }

    private static IEnumerable<Task> Shuffled(int n, Func<Task> one, Func<Task> other) =>
        (n % 2 == 0 ? new[] { one, other } : [other, one]).Select(act => act());
}
