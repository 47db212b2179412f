using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Simulation.Faults;

namespace OffRamp.Functions.Tests.Simulation.Providers;

/// <summary>The payout provider: one payout for one key, with an end of its own, whatever we hear of it.</summary>
internal sealed class ModelPayouts(Plan plan, Agenda agenda, Occurrences occurrences, Func<bool> isSilent, Story? story)
{
    private readonly Dictionary<string, (Payout Payout, PayoutFate Fate, DateTimeOffset At)> taken = [];
    private readonly Dictionary<string, int> calls = [];
    private readonly Dictionary<string, int> refusals = [];
    private readonly HashSet<string> refused = [];

    /// <summary>What was wrong with the last answer; null where it was as it should be.</summary>
    public FaultMode? Said { get; private set; }

    /// <summary>Came back, and a bank has kept something of it.</summary>
    public bool IsShort(string id) => taken.TryGetValue(id, out var payout) && payout.Fate.KeptOnReturn != "0"
        && Back(payout.Payout, payout.Fate) < payout.Payout.Amount && StatusOf(payout.Fate, payout.At) == PayoutStatus.Returned;

    /// <summary>What came back of it in the end; null while nothing did, or where the provider itself says something else.</summary>
    public Money? BackOf(string id) => taken.TryGetValue(id, out var payout) && !payout.Fate.AnswersWrongAmount && StatusOf(payout.Fate, payout.At) == PayoutStatus.Returned
        ? Back(payout.Payout, payout.Fate) : null;

    /// <summary>Told of each payout that is taken on, before it is; and of the notice that is to come, and when.</summary>
    public Action<Payout>? OnPayout { get; set; }
    public Action<PayoutFact, DateTimeOffset>? OnNotice { get; set; }

    /// <summary>Something is still to become of one of them.</summary>
    public bool HasNews => taken.Values.Any(payout => payout.Fate.End is not null
        && payout.At + payout.Fate.After + (payout.Fate.ReturnedAfter ?? default) + payout.Fate.RestAfter > agenda.Now);

    /// <summary>Accepted, and neither failed nor returned.</summary>
    public IEnumerable<Payout> Alive => taken.Values
        .Where(payout => StatusOf(payout.Fate, payout.At) is PayoutStatus.Submitted or PayoutStatus.Settled).Select(payout => payout.Payout);

    public IEnumerable<Payout> Settled => taken.Values
        .Where(payout => StatusOf(payout.Fate, payout.At) == PayoutStatus.Settled).Select(payout => payout.Payout);

    public Outcome Ask(string id)
    {
        Said = isSilent() ? Happened(FaultMode.Timeout, Call.AskPayout)
            : taken.TryGetValue(id, out var known) && known.Fate.Unauthorized > refusals.GetValueOrDefault(id) ? RefuseUs(id)
            : occurrences.Take(Call.AskPayout, mode => mode != FaultMode.Lagging404 || taken.ContainsKey(id));
        if (Said is null or FaultMode.Lagging404)
        {
            return taken.TryGetValue(id, out var payout) && Said is null && !IsLagging(payout.Fate, payout.At)
                ? new PayoutReported(FactOf(payout.Payout, payout.Fate, StatusOf(payout.Fate, payout.At), payout.Fate.AnswersWrongAmount ? "1.00" : null))
                : new PayoutNeverArrived(id);
        }

        return new ProviderSilent("payouts");
    }

    public Outcome Submit(Payout payout)
    {
        var fate = plan.Payouts[(payout.Attempt - 1) % plan.Payouts.Count];
        var call = calls[payout.Id] = calls.GetValueOrDefault(payout.Id) + 1;
        var isLost = isSilent() || call <= fate.LostBefore;
        Said = isLost ? Happened(FaultMode.Timeout) : FindFault(payout.Id, fate);
        if (Said == FaultMode.Refused)
        {
            refused.Add(payout.Id);
            return new PayoutRefused(payout.Id, "card_declined", fate.NewDetailsCanHelp);
        }

        // Of the answers that never arrive, every other is one to a payout that was taken on.
        if (Said is null or FaultMode.Duplicate || (Said == FaultMode.Timeout && !isLost && call % 2 == 0))
        {
            Take(payout, fate);
        }

        if (Said is null && (call <= fate.LostBefore + fate.LostAfter || isSilent()))
        {
            Said = Happened(FaultMode.Timeout);
        }

        return Said is null ? new PayoutAccepted(payout.Id, "ref-1") : new PayoutUnknown(payout.Id);
    }

    private FaultMode? FindFault(string id, PayoutFate fate)
    {
        if (fate.IsRefused || refused.Contains(id))
        {
            return Happened(FaultMode.Refused);
        }

        return taken.ContainsKey(id) && fate.SaysDuplicate
            ? Happened(FaultMode.Duplicate)
            : occurrences.Take(Call.SubmitPayout, mode => mode is not FaultMode.Refused || !taken.ContainsKey(id));
    }

    private FaultMode Happened(FaultMode mode, Call call = Call.SubmitPayout)
    {
        occurrences.Happened(call, mode);
        return mode;
    }

    private FaultMode RefuseUs(string id)
    {
        refusals[id] = refusals.GetValueOrDefault(id) + 1;
        return Happened(FaultMode.Unauthorized, Call.AskPayout);
    }

    private bool IsLagging(PayoutFate fate, DateTimeOffset at)
    {
        var isLagging = at + fate.Lag > agenda.Now;
        if (isLagging)
        {
            Happened(FaultMode.Lagging404, Call.AskPayout);
        }

        return isLagging;
    }

    private void Take(Payout payout, PayoutFate fate)
    {
        if (!taken.ContainsKey(payout.Id))
        {
            story?.Tell($"payout provider takes on {payout.Id} of {payout.Amount}: {fate}");
            OnPayout?.Invoke(payout);
            taken.Add(payout.Id, (payout, fate, agenda.Now));
            Announce(payout, fate);
        }
    }

    private void Announce(Payout payout, PayoutFate fate)
    {
        if (fate is { NoticeAfter: { } delay, End: { } end })
        {
            OnNotice!(FactOf(payout, fate, end, null), agenda.Now + fate.After + delay);
        }

        if (fate is { End: PayoutStatus.Settled, ReturnedAfter: { } returned })
        {
            var at = agenda.Now + fate.After + returned + (fate.NoticeAfter ?? TimeSpan.Zero);
            OnNotice!(FactOf(payout, fate, PayoutStatus.Returned, null), at);
            if (fate.RestAfter > TimeSpan.Zero)
            {
                OnNotice!(FactOf(payout, fate, PayoutStatus.Returned, Back(payout, fate).ToString()), at + fate.RestAfter);
            }
        }

        if (fate.Lie is { } lie)
        {
            occurrences.Happened(Oddity.UntrueNotice);
            OnNotice!(FactOf(payout, fate, lie.Status, lie.Amount), agenda.Now + lie.After);
        }
    }

    private PayoutStatus StatusOf(PayoutFate fate, DateTimeOffset at)
    {
        if (fate.End is not { } end || at + fate.After > agenda.Now)
        {
            return PayoutStatus.Submitted;
        }

        return end == PayoutStatus.Settled && at + fate.After + fate.ReturnedAfter <= agenda.Now ? PayoutStatus.Returned : end;
    }

    private static Money Back(Payout payout, PayoutFate fate) =>
        Money.Parse(fate.KeptOnReturn, payout.Amount.Currency) is var kept && kept < payout.Amount ? payout.Amount - kept : payout.Amount;

    /// <summary>What comes first of what comes back in parts.</summary>
    private static Money Part(Payout payout, PayoutFate fate) => new(Int128.Max(Back(payout, fate).Units / 2, 1), payout.Amount.Currency);

    private PayoutFact FactOf(Payout payout, PayoutFate fate, PayoutStatus status, string? amount) => new()
    {
        PayoutId = payout.Id,
        Status = status,
        Amount = amount ?? (status == PayoutStatus.Returned ? SoFar(payout, fate) : payout.Amount).ToString(),
        Currency = payout.Amount.Currency.Code,
        FailureCode = status == PayoutStatus.Failed ? "declined" : null,
        RetryableWithNewDetails = fate.NewDetailsCanHelp,
    };

    private Money SoFar(Payout payout, PayoutFate fate) =>
        fate.RestAfter > TimeSpan.Zero && taken.TryGetValue(payout.Id, out var known) && known.At + fate.After + fate.ReturnedAfter + fate.RestAfter > agenda.Now
            ? Part(payout, fate) : Back(payout, fate);
}
