using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Simulation.Whole;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>Where an activity leaves its answer.</summary>
internal sealed class Reply
{
    public Step? Step { get; set; }
}

/// <summary>What a worker process remembers for some seconds: the sell as it wrote it last. Taken once.</summary>
internal sealed class Memory
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);
    private (ReadSell Sell, DateTimeOffset Until)? kept;

    /// <summary>Under the version that the write's answer named; nothing where that was lost.</summary>
    public void Keep(ReadSell? sell, DateTimeOffset now) => kept = sell is null ? null : (sell, now + Lifetime);

    public void Forget() => kept = null;

    public ReadSell? Take(DateTimeOffset now)
    {
        var found = kept is var (sell, until) && now < until && sell.Sell.Phase == SellPhase.PayingOut ? sell : null;
        kept = null;
        return found;
    }
}

/// <summary>
/// The product's activities, cut at every await: between two pauses anything else may happen, and at each of them the
/// worker may die. They decide by the product's own rules.
/// </summary>
internal sealed partial class Activities(Scene scene)
{
    private const int MaximumAttempts = 30;
    private const int MaximumSteps = 10;
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);
    private readonly SellPolicy policy = PlantedRules.PolicyOf(scene.Plan, scene.Bug);
    private int commits;
    private int tries;
    private readonly ListDeposits list = new(scene.Providers, new AgendaClock(scene.Agenda));

    public IEnumerable<Pause> Run(NextStep next, Reply reply, Memory memory) => next switch
    {
        NextStep.AskCustodian => CheckDeposits(reply, memory),
        NextStep.PayOut => SubmitPayout(reply, memory),
        NextStep.AskPayout => CheckPayout(reply, memory),
        NextStep.SendRefund => SendRefund(reply, memory),
        _ => Advance(reply, memory),
    };

    public IEnumerable<Pause> Advance(Reply reply, Memory memory)
    {
        yield return scene.Weather.Await();
        foreach (var pause in Advance(scene.Store.Read(), null, reply, memory))
        {
            yield return pause;
        }
    }

    /// <summary>As far as it goes without waiting, where no orchestration does it.</summary>
    public IEnumerable<Pause> Walk(Reply reply, Memory memory)
    {
        foreach (var pause in Advance(reply, memory))
        {
            yield return pause;
        }

        for (var steps = 0; steps < MaximumSteps && reply.Step is { IsEnd: false, IsWait: false } step; steps++)
        {
            foreach (var pause in Run(step.Next, reply, memory))
            {
                yield return pause;
            }
        }
    }

    private IEnumerable<Pause> CheckDeposits(Reply reply, Memory memory)
    {
        yield return scene.Weather.Await();
        var stored = memory.Take(scene.Now) ?? scene.Store.Read();
        var askedAt = scene.Now;
        var listed = Heard(list.ReadAsync(PlantedRules.AsRead(scene.Bug, stored.Sell), A.Asset, default));
        listed = listed is null && scene.Bug == Bug.OverflowTakenAsEmpty ? new CustodianAnswered(askedAt, []) : listed;
        yield return scene.Weather.Await();
        Outcome outcome = listed is null ? new ProviderSilent("custodian") : listed;
        if (outcome is CustodianAnswered answer && stored.Sell is { IsAboutToPay: true } or { Phase: SellPhase.OnHold, HoldReason: HoldReasons.KycRequired or HoldReasons.DepositMismatch })
        {
            yield return scene.Weather.Await();
            outcome = answer with { Kyc = scene.Weather.Kyc, CurrentRate = Heard(scene.Providers.FindAsync(Currency.USDT, Currency.EUR, default)) };
        }

        foreach (var pause in Advance(stored, outcome, reply, memory))
        {
            yield return pause;
        }
    }

    // The models answer at once.
    private static T Heard<T>(Task<T> answer) => answer.GetAwaiter().GetResult();

    private IEnumerable<Pause> Advance(ReadSell stored, Outcome? outcome, Reply reply, Memory memory)
    {
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            var decidedAt = scene.Now;
            var decision = PlantedRules.Decide(scene.Bug, stored, outcome, decidedAt, policy, attempt);
            if (!decision.HasChanged && stored.Inbox.Count == 0)
            {
                yield return scene.Weather.Await();
                Keep(stored.Sell, decision.Step);
                reply.Step = decision.Step;
                yield break;
            }

            yield return scene.Weather.Await();
            Make(stored.Sell, decision.Sell, decision.Step);
            var commitId = $"c{++commits}";
            yield return scene.Weather.Await();
            var isOurs = scene.Store.TryWrite(stored, decision, outcome, commitId, decidedAt);
            var written = isOurs ? scene.Store.Read() with { Sell = decision.Sell, Inbox = [] } : null;
            if (isOurs && scene.Weather.LosesAnswer())
            {
                written = null;
                if (scene.Bug == Bug.RepeatsLostCommit)
                {
                    scene.Store.TryWrite(scene.Store.Read(), decision, outcome, commitId, decidedAt);
                }

                scene.Story?.Tell("the commit's answer is lost");
                yield return scene.Weather.Await();
                isOurs = scene.Store.Sell.CommitId == commitId;
            }

            yield return scene.Weather.Await();
            if (isOurs)
            {
                memory.Keep(written, scene.Now);
                if (stored.Inbox.Count < SellStore.MaximumTaken)
                {
                    reply.Step = decision.Step;
                    yield break;
                }

                (outcome, attempt) = (null, -1);
            }

            stored = scene.Store.Read();
        }

        throw new Violation("no busy loop", "a sell is changed by others too often to be advanced");
    }

    /// <summary>As the product's WakeIndex do: a look that found nothing keeps the index in step,</summary>
    private void Keep(Sell sell, Step step)
    {
        if (step.IsWait && sell.WakeAt <= scene.Now && step.Until > sell.WakeAt)
        {
            scene.Index.Keep(step.Until, sell.CommitId);
        }
    }

    /// <summary>and before a commit it is told where it would name a later time.</summary>
    private void Make(Sell before, Sell after, Step step)
    {
        if (step.IsEnd)
        {
            return;
        }

        var visit = LookRules.NextVisit(after.PhaseSince, scene.Now, step.Until);
        if (before.IsAtRest || visit + Tolerance < LookRules.Next(before.PhaseSince, scene.Now))
        {
            scene.Index.Promise(visit);
        }
    }
}
