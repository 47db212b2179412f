using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>The payout provider: one payout for one key, with an end of its own, whatever we hear of it.</summary>
internal sealed class ModelPayouts(Plan plan, Agenda agenda, Func<bool> isSilent, Story? story)
{
    private readonly Dictionary<string, (Payout Payout, PayoutFate Fate, DateTimeOffset At)> taken = [];
    private readonly Dictionary<string, int> calls = [];
    private readonly Dictionary<string, int> refusals = [];

    /// <summary>The status of the last answer, for those who make mistakes with it.</summary>
    public int Answered { get; private set; }

    /// <summary>Came back, and a bank has kept something of it.</summary>
    public bool IsShort(string id) => taken.TryGetValue(id, out var payout) && payout.Fate.KeptOnReturn != "0"
        && Back(payout.Payout, payout.Fate) < payout.Payout.Amount && StatusOf(payout.Fate, payout.At) == PayoutStatus.Returned;

    /// <summary>Told of each payout that is taken on, before it is; and of the notice that is to come, and when.</summary>
    public Action<Payout>? OnPayout { get; set; }
    public Action<PayoutFact, DateTimeOffset>? OnNotice { get; set; }

    /// <summary>Something is still to become of one of them.</summary>
    public bool HasNews => taken.Values.Any(payout => payout.Fate.End is not null && payout.At + payout.Fate.After + (payout.Fate.ReturnedAfter ?? default) > agenda.Now);

    /// <summary>Accepted, and neither failed nor returned.</summary>
    public IEnumerable<Payout> Alive => taken.Values
        .Where(payout => StatusOf(payout.Fate, payout.At) is PayoutStatus.Submitted or PayoutStatus.Settled).Select(payout => payout.Payout);

    public IEnumerable<Payout> Settled => taken.Values
        .Where(payout => StatusOf(payout.Fate, payout.At) == PayoutStatus.Settled).Select(payout => payout.Payout);

    public Outcome Ask(string id)
    {
        if (isSilent())
        {
            return new ProviderSilent("payouts");
        }

        Answered = 200;
        if (taken.TryGetValue(id, out var known) && known.Fate.Unauthorized > refusals.GetValueOrDefault(id))
        {
            (refusals[id], Answered) = (refusals.GetValueOrDefault(id) + 1, 401);
            return new ProviderSilent("payouts");
        }

        return taken.TryGetValue(id, out var payout) && payout.At + payout.Fate.Lag <= agenda.Now
            ? new PayoutReported(FactOf(payout.Payout, payout.Fate, StatusOf(payout.Fate, payout.At), payout.Fate.AnswersWrongAmount ? "1.00" : null))
            : new PayoutNeverArrived(id);
    }

    public Outcome Submit(Payout payout)
    {
        var fate = plan.Payouts[(payout.Attempt - 1) % plan.Payouts.Count];
        var call = calls[payout.Id] = calls.GetValueOrDefault(payout.Id) + 1;
        if (isSilent() || call <= fate.LostBefore)
        {
            return new PayoutUnknown(payout.Id);
        }

        if (fate.IsRefused)
        {
            return new PayoutRefused(payout.Id, "declined", fate.NewDetailsCanHelp);
        }

        Answered = 202;
        if (taken.ContainsKey(payout.Id) && fate.SaysDuplicate)
        {
            Answered = 400;
            return new PayoutUnknown(payout.Id);
        }

        if (!taken.ContainsKey(payout.Id))
        {
            story?.Tell($"payout provider takes on {payout.Id} of {payout.Amount}: {fate}");
            OnPayout?.Invoke(payout);
            taken.Add(payout.Id, (payout, fate, agenda.Now));
            Announce(payout, fate);
        }

        return call <= fate.LostBefore + fate.LostAfter || isSilent() ? new PayoutUnknown(payout.Id) : new PayoutAccepted(payout.Id, "ref-1");
    }

    private void Announce(Payout payout, PayoutFate fate)
    {
        if (fate is { NoticeAfter: { } delay, End: { } end })
        {
            OnNotice!(FactOf(payout, fate, end, null), agenda.Now + fate.After + delay);
        }

        if (fate is { End: PayoutStatus.Settled, ReturnedAfter: { } returned })
        {
            OnNotice!(FactOf(payout, fate, PayoutStatus.Returned, null), agenda.Now + fate.After + returned + (fate.NoticeAfter ?? TimeSpan.Zero));
        }

        if (fate.Lie is { } lie)
        {
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

    private static PayoutFact FactOf(Payout payout, PayoutFate fate, PayoutStatus status, string? amount) => new()
    {
        PayoutId = payout.Id,
        Status = status,
        Amount = amount ?? (status == PayoutStatus.Returned ? Back(payout, fate) : payout.Amount).ToString(),
        Currency = payout.Amount.Currency.Code,
        FailureCode = status == PayoutStatus.Failed ? "declined" : null,
        RetryableWithNewDetails = fate.NewDetailsCanHelp,
    };
}
