using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Creation;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Simulation.Faults;
using OffRamp.Functions.Tests.Simulation.Providers;
using OffRamp.Functions.Webhooks.In;
using OffRamp.Functions.Webhooks.Out;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Simulation.Whole;

/// <summary>
/// Plays one plan with the product itself: its Advance, stores, activities, endpoints' cores, ReviveSells and the
/// orchestration on its worker. Only providers, tables, engine and clock are simulated.
/// </summary>
internal sealed partial class WholeSell
{
    private const int FewestQuietDays = 2;
    private const int MostQuietDays = 36;
    private const long MostSteps = 400_000;
    private readonly Surroundings scene;
    private readonly MemoryTables tables;
    private readonly StoredCommits kept;
    private readonly Checks checks;
    private readonly Awaits awaits;
    private readonly Notices notices;
    private readonly HttpCustodian custodians;
    private readonly HttpPayoutProvider payouts;
    private readonly HttpRateSource rates;
    private readonly SimulatedEngine engine;
    private readonly Process[] processes;
    private readonly Sell first;
    private readonly Running reviver;
    private readonly Occurrences occurrences;
    private DepositReading? reading;
    private Violation? broken;
    private DateTimeOffset? visitAt;
    private int posted;
    private int requests;

    private WholeSell(Plan plan, Bug bug, Story? story)
    {
        var agenda = new Agenda(A.Start);
        occurrences = new Occurrences(plan);
        var weather = new Weather(plan, agenda, occurrences);
        story?.Clock = () => agenda.Now;
        first = OneSell.SellOf(plan);
        var custodian = new ModelCustodian(plan, agenda, occurrences, () => weather.IsSilent(Provider.Custodian), story);
        checks = new Checks(custodian.FactsAt, occurrences, story)
        {
            Clock = () => agenda.Now,
            IsShort = id => scene!.Payouts.IsShort(id),
            Books = new Books(A.Asset, custodian.FeeOf),
            RefundCost = Money.Parse(plan.RefundCost, first.Asset),
        };
        tables = new MemoryTables { IgnoresVersions = bug == Bug.WritesWithoutVersion, OnRead = NoteKyc };
        kept = new StoredCommits(tables, first, checks);
        scene = new Surroundings(plan, bug, agenda, weather, story)
        {
            Custodian = custodian,
            Payouts = new ModelPayouts(plan, agenda, occurrences, () => weather.IsSilent(Provider.Payouts), story),
            Rates = new ModelRates(weather, occurrences),
            Kept = kept,
        };
        awaits = new Awaits(agenda, weather);
        notices = new Notices(plan.Speech, occurrences);
        var wire = new ProviderWire(scene, new Writing(plan.Speech, occurrences), awaits.PassAsync) { OnListed = Note, OnRate = rate => Flow.Current.Rate = rate };
        (custodians, payouts, rates) = ProviderCalls.Adapters(wire, agenda);
        processes = [new Process(StartProcess), new Process(StartProcess)];
        engine = new SimulatedEngine(scene, awaits, AnyProcess) { OnThrown = Notice };
        scene.Payouts.OnPayout = payout => Guard(() => checks.PayoutLeaves(scene, payout));
        scene.Payouts.OnNotice = (fact, at) => Post(NoticeSource.Payouts, () => new PayoutNotice(SellKeys.PayoutNotice(fact.PayoutId, $"payout.{fact.Status}"), scene.Now, notices.Read(fact)), at);
        scene.Custodian.OnRefund = refund => Guard(() => checks.RefundLeaves(scene, refund));
        tables.OnWrite = (table, written) => Guard(() => Wrote(table, written));
        reviver = agenda.Start("reviver", Revive());
    }

    public static void Play(Plan plan, Bug bug, Story? story, Tally? tally = null) => new WholeSell(plan, bug, story).Play(tally);

    private void Play(Tally? tally)
    {
        GiveBirth();
        foreach (var happening in scene.Plan.Happenings)
        {
            Announce(happening);
        }

        RunUntil(A.Start + scene.Plan.Happenings.Select(happening => happening.At).Append(TimeSpan.FromHours(6)).Max());
        scene.Weather.IsQuiet = true;
        scene.Story?.Tell("--- the world turns quiet ---");
        for (var day = 0; day < MostQuietDays && (day < FewestQuietDays || !IsOver()); day++)
        {
            RunUntil(scene.Now + TimeSpan.FromDays(1));
        }

        checks.Ended(scene);
        tally?.Count(occurrences.Names, kept.Sell);
    }

    private bool IsOver() => scene is { Payouts.HasNews: false, Custodian.HasNews: false } && posted == 0 && checks.IsWhereItMayStay(scene);

    private void RunUntil(DateTimeOffset until)
    {
        while (scene.Agenda.RunNext(until))
        {
            if (broken is not null)
            {
                throw broken;
            }

            Violation.Unless(scene.Agenda.Steps < MostSteps, "no busy loop", $"{scene.Agenda.Steps} steps");
        }

        scene.Agenda.PassTo(until);
    }

    /// <summary>As StartSell leaves it: the rows, the promise, the orchestration. Its events count as told.</summary>
    private void GiveBirth()
    {
        tables.Put(StorageNames.Sells, SellRows.Of(first));
        tables.Put(StorageNames.Sells, new Row(SellKeys.Partition(first.Id), SellKeys.Sending).Set(SellKeys.Handled, 0).Set("SettledTo", 1_000_000));
        tables.Put(StorageNames.Index, new Row(IndexKeys.Open(first.Id), IndexKeys.SellRow(first.Id)).Set("WakeAt", first.WakeAt + LookRules.Grace).Set("Rounds", 0));
        visitAt = first.WakeAt + LookRules.Grace;
        SaveKyc();
        SaveClaims();
        engine.Start(first.Orchestrator, first.Id.ToString(), new SellStart(first.Id.ToString(), SellStep.First(first, AnyProcess().Services.GetRequiredService<SellPolicies>())));
    }

    private void SaveKyc() => tables.Put(
        StorageNames.Index, new Row(IndexKeys.User(first.PartnerId, first.UserKey), IndexKeys.KycRow).Set("Status", scene.Weather.Kyc.ToString()));

    /// <summary>Other sells' claims, made before this one began.</summary>
    private void SaveClaims()
    {
        foreach (var fact in scene.Plan.Happenings.OfType<Transfer>().Select(transfer => transfer.Fact).Where(Thieves.IsClaimedElsewhere))
        {
            tables.Put(StorageNames.Index, new Row(IndexKeys.Transaction(fact.TxHash), IndexKeys.TransferRow(fact.Network, fact.LogIndex)).Set(IndexKeys.ClaimedBy, "sell_another"));
        }
    }

    private Process AnyProcess() => processes[scene.Weather.Coin() ? 0 : 1];

    private ServiceProvider StartProcess() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(new AgendaClock(scene.Agenda))
        .AddSingleton(new TableEdge(tables, awaits, scene.Weather).Connect())
        .AddSingleton<IOrchestrationClient>(engine)
        .AddSingleton<ICustodian>(custodians)
        .AddSingleton<IPayoutProvider>(scene.Bug == Bug.ShortReturnTakenAsFailed ? new MisreadPayouts(payouts) : payouts)
        .AddSingleton<IRateSource>(rates)
        .AddSingleton<IScreening, NoScreening>()
        .AddSingleton<IMoneyFreeze, Infrastructure.NothingFrozen>()
        .AddSingleton(Infrastructure.TestSettings.Local() with
        {
            Assets = new([.. Assets.Defaults.All.Select(asset => (asset.Currency, asset.Network) == (first.Asset, first.Network) ? asset with { RefundCost = Money.Parse(scene.Plan.RefundCost, first.Asset) } : asset)]),
        })
        .AddSells()
        .AddNotices()
        .AddSingleton<Outbox>()
        .AddSingleton<PartnerStore>()
        .AddSingleton<Deliveries>()
        .AddSingleton<SellInbox>()
        .BuildServiceProvider();

    /// <summary>What the product knew of the user when it went on.</summary>
    private static void NoteKyc(Row read)
    {
        if (read.RowKey == IndexKeys.KycRow)
        {
            Flow.Current.Kyc = Enum.Parse<KycStatus>(read.GetString("Status")!);
        }
    }

    /// <summary>
    /// What the flow under way was told, for the checks of what it then commits: page by page, so that a list that is half
    /// read is one; and where an earlier look began it, by what that look found.
    /// </summary>
    private void Note(DepositPage page, string? cursor)
    {
        reading = kept.Sell.Reading ?? reading;
        var soFar = cursor is null ? new CustodianAnswered(scene.Now, [])
            : Flow.Current.Heard ?? new CustodianAnswered(reading!.AskedAt, []) { Earlier = reading };
        Flow.Current.Heard = soFar with { Facts = [.. soFar.Facts, .. page.Facts], NextCursor = page.NextCursor };
    }

    private void Wrote(string table, IReadOnlyList<Written> written)
    {
        kept.Written(table, written);
        foreach (var one in written.Where(one => (one.After ?? one.Before)!.PartitionKey.StartsWith(IndexKeys.OpenPrefix, StringComparison.Ordinal)))
        {
            visitAt = one.After is { } row ? ((DateTimeOffset?[])[row.GetDateTimeOffset("WakeAt"), row.GetDateTimeOffset("VisitAt")]).Min() : null;
            scene.Agenda.Hint(reviver);
        }
    }

    /// <summary>Violations are found inside the product's own calls, which may catch them; so they are kept as well.</summary>
    private void Guard(Action check)
    {
        try
        {
            check();
        }
        catch (Violation found)
        {
            broken ??= found;
            throw;
        }
    }

    /// <summary>Outages, and losing to others too often, are part of the world; anything else that is thrown is a mistake.</summary>
    private void Notice(Exception? thrown)
    {
        if (thrown is not (null or Violation or StorageException or HttpRequestException or OperationCanceledException or ProblemException or SellBusyException))
        {
            broken ??= new Violation("nothing is thrown but outages", thrown.ToString());
        }
    }
}
