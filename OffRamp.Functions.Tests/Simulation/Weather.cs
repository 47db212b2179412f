using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Tests.Simulation.Faults;
using OffRamp.Functions.Tests.Simulation.Providers;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>What goes wrong by chance, and what stands outside the sell: outages, the user's KYC status, the rate.</summary>
internal sealed class Weather(Plan plan, Agenda agenda, Occurrences occurrences)
{
    private readonly Dice dice = new(plan.Seed, "weather");
    private readonly Dictionary<Provider, DateTimeOffset> silentUntil = [];

    /// <summary>The world has turned quiet: nothing goes wrong any more.</summary>
    public bool IsQuiet { get; set; }

    public KycStatus Kyc { get; set; } = KycStatus.Verified;
    public Rate Rate { get; set; } = Rate.Parse("0.92");

    public bool Crashes() => Happens(plan.Trouble.Crash, Oddity.Crash);

    public bool LosesAnswer() => Happens(plan.Trouble.LostAnswer, Oddity.LostCommitAnswer);

    public bool LosesHint() => !IsQuiet && dice.Chance(plan.Trouble.LostHint);

    public bool IsSilent(Provider provider) =>
        (silentUntil.TryGetValue(provider, out var until) && agenda.Now < until) || (!IsQuiet && dice.Chance(plan.Trouble.SilentProvider));

    public void Silence(Outage outage) => silentUntil[outage.Provider] = agenda.Now + outage.Length;

    private bool Happens(double probability, Oddity oddity)
    {
        var happens = !IsQuiet && dice.Chance(probability);
        if (happens)
        {
            occurrences.Happened(oddity);
        }

        return happens;
    }

    public bool Coin() => dice.Chance(0.5);

    /// <summary>How long one await takes: mostly a moment, sometimes so long that others overtake it.</summary>
    public Pause Await() => Pause.Of(!IsQuiet && dice.Chance(plan.Trouble.Slow)
        ? dice.Time(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(40))
        : dice.Time(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(80)));

    public Pause UntilTriedAgain() => Pause.Of(dice.Time(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(20)));
}

/// <summary>What every run is made of, and what is checked.</summary>
internal record Surroundings(Plan Plan, Bug Bug, Agenda Agenda, Weather Weather, Story? Story)
{
    public required ModelCustodian Custodian { get; init; }
    public required ModelPayouts Payouts { get; init; }
    public required ModelRates Rates { get; init; }
    public required IKeptSell Kept { get; init; }

    public DateTimeOffset Now => Agenda.Now;
}

/// <summary>The run in which storage and orchestration are models too.</summary>
internal sealed record Scene(Plan Plan, Bug Bug, Agenda Agenda, Weather Weather, Story? Story) : Surroundings(Plan, Bug, Agenda, Weather, Story)
{
    public required OpenIndex Index { get; init; }

    /// <summary>Set once the scene is there.</summary>
    public ProviderCalls Providers { get; set; } = null!;
    public required Notices Notices { get; init; }

    public ModelStore Store => (ModelStore)Kept;
}

/// <summary>The sell's row in the index of open sells.</summary>
internal sealed class OpenIndex
{
    private DateTimeOffset? wakeAt;
    private DateTimeOffset? visitAt;
    private (DateTimeOffset Until, string CommitId)? kept;

    /// <summary>When it is to be visited.</summary>
    public DateTimeOffset? DueAt => visitAt < wakeAt || wakeAt is null ? visitAt : wakeAt;

    /// <summary>When somebody asked for a visit.</summary>
    public DateTimeOffset? VisitAt => visitAt;

    public int Rounds { get; private set; }
    public int Version { get; private set; }

    /// <summary>Told whenever the row changes.</summary>
    public Action? OnChange { get; set; }

    public DateTimeOffset PromiseOf(Sell sell) => kept is { } one && one.CommitId == sell.CommitId && one.Until > sell.WakeAt ? one.Until : sell.WakeAt;

    public void Promise(DateTimeOffset at) => Set(() => (wakeAt, Rounds) = (at, 0));

    public void AskForVisit(DateTimeOffset now) => Set(() => visitAt = now);

    public void Keep(DateTimeOffset until, string commitId) => Set(() => kept = (until, commitId));

    public void Move(int version, DateTimeOffset at) => Set(() => (wakeAt, visitAt, Rounds) = (at, null, 0), version);

    public void CountRound(int version) => Set(() => Rounds++, version);

    public void Close(int version) => Set(() => (wakeAt, visitAt, kept, Rounds) = (null, null, null, 0), version);

    /// <summary>A version that is given has to be the row's still.</summary>
    private void Set(Action change, int? version = null)
    {
        if ((version ?? Version) == Version)
        {
            change();
            Version++;
            OnChange?.Invoke();
        }
    }
}
