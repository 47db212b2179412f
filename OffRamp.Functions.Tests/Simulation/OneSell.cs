using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Simulation.Faults;
using OffRamp.Functions.Tests.Simulation.Providers;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>Plays one plan to its end, and throws <see cref="Violation"/> where a promise is broken.</summary>
internal sealed class OneSell
{
    private const int FewestQuietDays = 2;
    private const int MostQuietDays = 36;
    private const long MostSteps = 400_000;
    private readonly Scene scene;
    private readonly Durable durable;
    private readonly Desk desk;
    private readonly Checks checks;
    private readonly Occurrences occurrences;

    private OneSell(Plan plan, Bug bug, Story? story)
    {
        var agenda = new Agenda(A.Start);
        occurrences = new Occurrences(plan);
        var weather = new Weather(plan, agenda, occurrences);
        story?.Clock = () => agenda.Now;
        var custodian = new ModelCustodian(plan, agenda, occurrences, () => weather.IsSilent(Provider.Custodian), story);
        checks = new Checks(custodian.FactsAt, occurrences, story)
        {
            Clock = () => agenda.Now,
            IsShort = id => scene!.Payouts.IsShort(id),
            Books = new Books(A.Asset, custodian.FeeOf),
            RefundCost = Money.Parse(plan.RefundCost, A.Asset.Currency),
        };
        scene = new Scene(plan, bug, agenda, weather, story)
        {
            Custodian = custodian,
            Payouts = new ModelPayouts(plan, agenda, occurrences, () => weather.IsSilent(Provider.Payouts), story),
            Rates = new ModelRates(weather, occurrences),
            Kept = new ModelStore(SellOf(plan), checks, agenda, bug),
            Index = new OpenIndex(),
            Notices = new Notices(plan.Speech, occurrences),
        };
        scene.Providers = new ProviderCalls(scene, occurrences);
        var activities = new Activities(scene);
        durable = new Durable(scene, activities);
        desk = new Desk(scene, activities, durable);
        scene.Payouts.OnPayout = payout => checks.PayoutLeaves(scene, payout);
        scene.Payouts.OnNotice = (fact, at) => scene.Agenda.Start("payout notice", desk.Deliver(fact), at);
        scene.Custodian.OnRefund = refund => checks.RefundLeaves(scene, refund);
        var reviver = agenda.Start("reviver", new Reviver(scene, activities, durable).Run());
        scene.Index.OnChange = () => agenda.Hint(reviver);
    }

    /// <summary>Thrown is a <see cref="Violation"/>, or what the rules themselves threw.</summary>
    public static void Play(Plan plan, Bug bug, Story? story, Tally? tally = null) => new OneSell(plan, bug, story).Play(tally);

    private void Play(Tally? tally)
    {
        var first = scene.Store.Sell;
        scene.Index.Promise(first.WakeAt + LookRules.Grace);
        durable.Start(first.Id.ToString(), null);
        foreach (var happening in scene.Plan.Happenings)
        {
            Announce(happening);
        }

        var quietAt = A.Start + scene.Plan.Happenings.Select(happening => happening.At).Append(TimeSpan.FromHours(6)).Max();
        RunUntil(quietAt);
        scene.Weather.IsQuiet = true;
        scene.Story?.Tell("--- the world turns quiet ---");
        for (var day = 0; day < MostQuietDays && (day < FewestQuietDays || !IsOver()); day++)
        {
            RunUntil(scene.Now + TimeSpan.FromDays(1));
        }

        checks.Ended(scene);
        tally?.Count(occurrences.Names, scene.Store.Sell);
    }

    /// <summary>Nobody has anything to say any more, and the sell is where it may stay.</summary>
    private bool IsOver() => scene is { Payouts.HasNews: false, Custodian.HasNews: false } && !desk.HasPost && checks.IsWhereItMayStay(scene);

    private void RunUntil(DateTimeOffset until)
    {
        while (scene.Agenda.RunNext(until))
        {
            Violation.Unless(scene.Agenda.Steps < MostSteps, "no busy loop", $"{scene.Agenda.Steps} steps");
        }

        scene.Agenda.PassTo(until);
    }

    private void Announce(Happening happening)
    {
        var at = A.Start + happening.At;
        if (happening is Transfer transfer)
        {
            foreach (var (noticed, asOf) in transfer.Notices.Where(notice => !(transfer.ReadableAt > notice.At)))
            {
                scene.Agenda.Start("deposit notice", desk.Deliver(ModelCustodian.FactOf(transfer, asOf), noticed.Milliseconds % 3 == 0 ? "w" : ""), A.Start + noticed);
            }

            return;
        }

        scene.Agenda.Start(happening.GetType().Name, Happen(happening), at);
    }

    private IEnumerable<Pause> Happen(Happening happening)
    {
        scene.Story?.Tell($"HAPPENS {Story.Of(happening)}");
        foreach (var pause in Begin(happening))
        {
            yield return pause;
        }
    }

    private IEnumerable<Pause> Begin(Happening happening)
    {
        switch (happening)
        {
            case OrchestrationLost:
                occurrences.Happened(Oddity.LostOrchestration);
                durable.Lose();
                return [];
            case Outage outage:
                scene.Weather.Silence(outage);
                return [];
            case KycTurns turns:
                scene.Weather.Kyc = turns.Status;
                occurrences.Happened(Oddity.LapsedKyc, turns.Status != KycStatus.Verified);
                return [];
            case RateTurns turns:
                scene.Weather.Rate = Rate.Parse(turns.Rate);
                occurrences.Happened(Oddity.FallenRate, scene.Weather.Rate < Rate.Parse("0.9016"));
                return [];
            case OperatorActs acts:
                return Operate(acts);
            case Cancel:
                return desk.Request(new CancelRequest($"{SellKeys.CancelRequest}|{scene.Store.Sell.Sequence}", scene.Now));
            default:
                return desk.Request(WishOf((UserActs)happening));
        }
    }

    private InboxItem WishOf(UserActs acts) => acts.QuoteRequest switch
    {
        UserRequest.NewCard => new NewCard(desk.NextRow("card"), scene.Now, new Card("tok_new", "visa", "1111")),
        UserRequest.Refund => new RefundRequest(desk.NextRow("refund"), scene.Now),
        _ => new NewRefundAddress(desk.NextRow("address"), scene.Now, A.Address),
    };

    private IEnumerable<Pause> Operate(OperatorActs acts)
    {
        var order = OrderOf(acts, scene.Store.Sell, scene.Custodian.FactsAt(scene.Now));
        yield return Pause.Of(acts.Thinks);
        foreach (var pause in desk.Request(new OperatorAction(desk.NextRow("o"), scene.Now, order)))
        {
            yield return pause;
        }
    }

    /// <summary>A transfer to be counted is one that the custodian lists, readable or not, and the sell does not count.</summary>
    public static OperatorOrder OrderOf(OperatorActs acts, Sell seen, IEnumerable<DepositFact> listed) => new(acts.Action, seen.Sequence, "ann", "because")
    {
        Deposit = acts.Action != SellAction.MatchDeposit ? null
            : listed.FirstOrDefault(fact => Checks.IsOurToken(fact) && !seen.Deposits.Any(deposit => (deposit.Counts || !deposit.IsLive) && (deposit.TxHash, deposit.LogIndex) == (fact.TxHash, fact.LogIndex))),
        EntryId = seen.Entries.FirstOrDefault(entry => !seen.SetAside.Contains(entry.EntryId))?.EntryId,
        CaseId = seen.OpenCases.FirstOrDefault()?.Id,
        Payout = seen.LastPayout is { IsOut: true } payout ? new PayoutFact { PayoutId = payout.Id, Status = PayoutStatus.Failed } : null,
        Refund = null,
    };

    public static Sell SellOf(Plan plan)
    {
        var sell = A.Sell(plan.Crypto);
        return sell with
        {
            Id = new SellId(Id26.Parse($"{plan.Seed:D26}")),
            Underpaid = plan.Underpaid,
            Quote = QuoteRules.Price(sell.Quote.CryptoAmount, sell.Quote.Rate, sell.Asset, sell.Fiat, Percent.Parse(plan.Margin), A.Start)!,
        };
    }
}
