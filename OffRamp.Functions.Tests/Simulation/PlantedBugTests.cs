using System.Diagnostics;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>
/// What the checks are worth: each mistake of <see cref="Bug"/>, planted alone, is found among the sells of one ordinary
/// run, by a check that names what went wrong.
/// </summary>
[TestClass]
internal sealed class PlantedBugTests
{
    private const int Sells = 2_000;
    private const string Asked = "the custodian is asked before every payout";
    private const string Ends = "every sell reaches an end or a person";
    private const string FallenRate = "no payout at a rate that has fallen";
    private const string Forgotten = "nothing acknowledged is forgotten";
    private const string FreeOption = "a quote is no free option";
    private const string GapFree = "events are gap-free";
    private const string InTime = "a deposit in time wins";
    private const string LedgerIsRecord = "the ledger says what the record says";
    private const string NobodyIsTold = "nobody is told of specks";
    private const string NoMore = "no more leaves than came";
    private const string NotThere = "no payout for what is not there";
    private const string OnePayout = "at most one payout is out";
    private const string OneSells = "a transfer counts for one sell";
    private const string Reminded = "operators are reminded every day";
    private const string RefundBeside = "no refund while a payout is out";
    private const string ShortReturn = "a short return waits for a person";
    private const string Risk = "risk is looked at by a person";
    private const string RoundedDown = "what we pay is rounded down";
    private const string Specks = "specks hold nothing up";
    private const string TooMuch = "too much is looked at by a person";
    private const string WithoutKyc = "no payout without KYC";

    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow(Bug.PaysTwiceOnRetry, OnePayout)]
    [DataRow(Bug.DropsLateDeposit, Forgotten)]
    [DataRow(Bug.TimerBeatsSeenDeposit, InTime)]
    [DataRow(Bug.RoundsUp, RoundedDown)]
    [DataRow(Bug.ForgetsInboxRow, Forgotten)]
    [DataRow(Bug.RefundsWhileUnknown, RefundBeside, NoMore)]
    [DataRow(Bug.SkipsSequence, GapFree)]
    [DataRow(Bug.WritesWithoutVersion, GapFree, NoMore)]
    [DataRow(Bug.RepeatsLostCommit, GapFree)]
    [DataRow(Bug.CountsWatchersTwice, Forgotten, NoMore)]
    [DataRow(Bug.BelievesFailureNotice, NoMore, OnePayout, RefundBeside)]
    [DataRow(Bug.BelievesReturnNotice, NoMore, OnePayout, RefundBeside)]
    [DataRow(Bug.IgnoresReorg, NotThere, NoMore)]
    [DataRow(Bug.NeverRevives, Ends, Reminded)]
    [DataRow(Bug.RefundsTwiceOnRetry, NoMore)]
    [DataRow(Bug.DuplicateTakenAsFailed, RefundBeside, NoMore, OnePayout)]
    [DataRow(Bug.UnauthorizedTakenAsFailed, RefundBeside, NoMore, OnePayout)]
    [DataRow(Bug.PaysRecycledAddress, NoMore, NotThere)]
    [DataRow(Bug.OverflowTakenAsEmpty, InTime)]
    [DataRow(Bug.ShortReturnTakenAsFailed, ShortReturn)]
    [DataRow(Bug.NewTimeForEachCard, FreeOption)]
    [DataRow(Bug.AsksForAnyNumberOfCards, FreeOption)]
    [DataRow(Bug.PassesAnyAmountThrough, TooMuch)]
    [DataRow(Bug.CountsAnothersTransfer, OneSells)]
    [DataRow(Bug.LooksBeforeTheFirstAttemptOnly, WithoutKyc, FallenRate)]
    [DataRow(Bug.TakesSpecksForDeposits, Specks, NobodyIsTold)]
    [DataRow(Bug.GoesOnWithAnOldReading, Asked, NotThere)]
    [DataRow(Bug.LooksAtTheFirstOnly, TooMuch, Risk)]
    [DataRow(Bug.TakesFeesFromCrypto, LedgerIsRecord)]
    public void A_planted_mistake_is_found(Bug bug, params string[] checks)
    {
        var clock = Stopwatch.StartNew();

        var found = First(bug);

        TestContext.WriteLine($"{bug}: found in sell {found.Plan.Seed}, by \"{found.Promise}\", after {clock.Elapsed.TotalSeconds:0.0} s");
        CollectionAssert.Contains(checks, found.Promise, found.What);
    }

    [TestMethod]
    public void No_mistake_is_left_untried()
    {
        var tried = typeof(PlantedBugTests).GetMethod(nameof(A_planted_mistake_is_found))!
            .GetCustomAttributes(typeof(DataRowAttribute), false).Cast<DataRowAttribute>().Select(row => (Bug)row.Data[0]!);

        CollectionAssert.AreEquivalent(Enum.GetValues<Bug>().Except([Bug.None]).ToArray(), tried.ToArray());
    }

    [TestMethod]
    public void A_found_mistake_is_told_in_the_same_words_whenever_it_is_replayed()
    {
        var seed = First(Bug.PaysTwiceOnRetry).Plan.Seed;

        var (once, again) = (Replay(seed), Replay(seed));

        Assert.AreEqual(once, again);
        StringAssert.Contains(once, $"OFFRAMP_SIM_SEED={seed} OFFRAMP_SIM_BUG={Bug.PaysTwiceOnRetry} ./soak simulation");
    }

    [TestMethod]
    public void A_found_mistake_is_shrunk_to_what_it_needs()
    {
        var found = First(Bug.DropsLateDeposit);

        var shrunk = Simulator.Rules.Shrink(found, Bug.DropsLateDeposit);

        Assert.AreEqual(found.Promise, shrunk.Promise);
        Assert.AreEqual((1, Trouble.None), (shrunk.Plan.Happenings.Count, shrunk.Plan.Trouble), "a late transfer is all it takes");
        Assert.IsNull(Simulator.Rules.Play(shrunk.Plan), "without the mistake nothing is wrong with that story");
    }

    private static Failure First(Bug bug) =>
        Enumerable.Range(1, Sells).Select(seed => Simulator.Rules.Play(DrawPlan.From(seed), bug)).OfType<Failure>().FirstOrDefault()
        ?? throw new AssertFailedException($"{bug} went unnoticed in {Sells} sells.");

    private static string Replay(long seed) =>
        Simulator.Rules.Tell(Simulator.Rules.Shrink(Simulator.Rules.Play(DrawPlan.From(seed), Bug.PaysTwiceOnRetry)!, Bug.PaysTwiceOnRetry), Bug.PaysTwiceOnRetry);
}
