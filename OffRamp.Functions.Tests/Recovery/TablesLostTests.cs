using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Recovery;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Recovery;

/// <summary>The drill: the tables are lost, an older copy is restored, and nobody is paid twice or forgotten.</summary>
[TestClass]
internal sealed class TablesLostTests
{
    [TestMethod]
    public async Task Paid_after_the_copy_it_is_found_paid_and_not_paid_again()
    {
        await using var drill = await LostTables.OpenAsync();
        var session = await drill.Shop.SellAsync();
        await drill.CopyAsync();
        await drill.Shop.DepositAsync(session, "250");
        await drill.Shop.WalkAsync(session);
        await drill.Shop.PassAsync(session);
        Assert.AreEqual("paid", await drill.PhaseAsync(session));

        await drill.LoseAndRestoreAsync();
        Assert.AreEqual("awaiting_deposit", await drill.PhaseAsync(session));
        await drill.CheckAsync();
        await drill.Shop.WalkAsync(session);
        await drill.Shop.PassAsync(session);

        Assert.AreEqual(("paid", "payout 1"), (await drill.PhaseAsync(session), await drill.LeftAsync(session)));
    }

    [TestMethod]
    public async Task Paid_to_a_second_card_after_the_copy_it_is_held_and_an_operator_takes_that_up()
    {
        await using var drill = await LostTables.OpenAsync();
        var session = await drill.DeclinedAsync();
        await drill.CopyAsync();
        await drill.GiveAsync(session, new { card_token = "tok_ok" });
        Assert.AreEqual("paid", await drill.PhaseAsync(session));

        await drill.LoseAndRestoreAsync();
        await drill.CheckAsync();
        Assert.AreEqual("on_hold", await drill.PhaseAsync(session));
        Assert.Contains("_2 is known to the provider, and not on record", drill.Alarms.Heard(session.SellId).Single());
        await drill.OperatorAsync(session, "pay_out");

        Assert.AreEqual(("paid", "payout 2"), (await drill.PhaseAsync(session), await drill.LeftAsync(session)));
    }

    [TestMethod]
    public async Task Refunded_after_the_copy_it_is_held_and_an_operator_takes_that_up()
    {
        await using var drill = await LostTables.OpenAsync();
        var session = await drill.DeclinedAsync();
        await drill.CopyAsync();
        await drill.GiveAsync(session, new { refund = true });
        Assert.AreEqual("refunded", await drill.PhaseAsync(session));

        await drill.LoseAndRestoreAsync();
        await drill.CheckAsync();
        Assert.AreEqual("on_hold", await drill.PhaseAsync(session));
        await drill.OperatorAsync(session, "refund");

        Assert.AreEqual(("refunded", "refund 1"), (await drill.PhaseAsync(session), await drill.LeftAsync(session)));
    }

    [TestMethod]
    [DataRow(true, "on_hold", "payout 2")]
    [DataRow(false, "refunded", "payout 2, refund 1")]
    public async Task Without_the_freeze_whoever_was_paid_could_have_the_crypto_back_too(bool isFrozen, string phase, string left)
    {
        await using var drill = await LostTables.OpenAsync(services =>
        {
            if (!isFrozen)
            {
                services.AddSingleton<IMoneyFreeze>(new NothingFrozen());
            }
        });
        var session = await drill.DeclinedAsync();
        await drill.CopyAsync();
        await drill.GiveAsync(session, new { card_token = "tok_ok" });
        await drill.LoseAndRestoreAsync();

        await drill.GiveAsync(session, new { refund = true });

        Assert.AreEqual((phase, left), (await drill.PhaseAsync(session), await drill.LeftAsync(session)));
    }

    [TestMethod]
    public async Task Released_without_more_it_is_held_again_and_nothing_leaves()
    {
        await using var drill = await LostTables.OpenAsync();
        var session = await drill.DeclinedAsync();
        await drill.CopyAsync();
        await drill.GiveAsync(session, new { refund = true });
        await drill.LoseAndRestoreAsync();
        await drill.CheckAsync();

        await drill.OperatorAsync(session, "pay_out");

        Assert.AreEqual(("on_hold", "refund 1"), (await drill.PhaseAsync(session), await drill.LeftAsync(session)));
    }

    [TestMethod]
    public async Task While_the_custodian_says_nothing_no_payout_leaves_and_afterwards_it_does()
    {
        var edge = FaultyEdge.ToProviders();
        await using var drill = await LostTables.OpenAsync(services => new Edges { Providers = edge }.Replace(services));
        var session = await drill.DeclinedAsync();
        await drill.CopyAsync();
        await drill.LoseAndRestoreAsync();

        edge.Decide = call => call.Name == "GET /refunds" ? Mood.Refused : Mood.Fine;
        await drill.CheckAsync();
        await drill.GiveAsync(session, new { card_token = "tok_ok" });
        var meanwhile = await drill.LeftAsync(session);
        edge.Decide = _ => Mood.Fine;
        await drill.Shop.PassAsync(session);
        await drill.Shop.PassAsync(session); // sent late, it is asked about an hour later

        Assert.AreEqual(("", "payout 2", "paid"), (meanwhile, await drill.LeftAsync(session), await drill.PhaseAsync(session)));
    }

    [TestMethod]
    public async Task While_rows_are_still_written_no_payout_leaves()
    {
        await using var drill = await LostTables.OpenAsync();
        var session = await drill.DeclinedAsync();
        await drill.CopyAsync();
        await drill.LoseAndRestoreAsync();
        var restorations = drill.Shop.Services.GetRequiredService<Restorations>();
        await restorations.WriteAsync((await restorations.ReadAsync(default))! with { IsWritten = false }, default);

        await drill.GiveAsync(session, new { card_token = "tok_ok" });

        Assert.AreEqual("", await drill.LeftAsync(session));
    }

    [TestMethod]
    public async Task A_session_that_had_expired_while_the_copy_was_taken_expires_again()
    {
        await using var drill = await LostTables.OpenAsync();
        var session = await drill.Shop.OpenSessionAsync();
        await drill.ForgetDueSessionsAsync(); // the sessions are copied first: their ways may be gone when those are
        await drill.CopyAsync();
        await drill.LoseAndRestoreAsync();
        drill.Shop.Clock.Advance(TimeSpan.FromMinutes(31));

        await drill.Shop.Services.GetRequiredService<ExpireSessions>().RunAsync(default);

        CollectionAssert.AreEqual(new[] { "session.created", "session.expired" }, await drill.Shop.EventsAsync(session));
    }

    [TestMethod]
    public async Task What_was_not_touched_after_the_copy_goes_on_and_everything_closes()
    {
        await using var drill = await LostTables.OpenAsync();
        var (waiting, paid, declined) = (await drill.Shop.SellAsync(), await drill.Shop.PayInAsync(), await drill.DeclinedAsync());
        await drill.CopyAsync();
        await drill.LoseAndRestoreAsync();

        await drill.CheckAsync();
        await drill.Shop.DepositAsync(waiting, "250");
        await drill.Shop.WalkAsync(waiting);
        await drill.Shop.PassAsync(waiting);
        await drill.GiveAsync(declined, new { card_token = "tok_ok" });
        await drill.CheckLedgersAsync();

        Assert.AreEqual(
            "payout 1; payout 1; payout 2", $"{await drill.LeftAsync(waiting)}; {await drill.LeftAsync(paid)}; {await drill.LeftAsync(declined)}");
        Assert.IsEmpty(new[] { waiting, paid, declined }.SelectMany(session => drill.Alarms.Heard(session.SellId)));
        Assert.IsNotNull((await drill.Shop.Services.GetRequiredService<Restorations>().ReadAsync(default))!.CheckedAt);
    }
}
