using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Simulation.Faults;

namespace OffRamp.Functions.Tests.Simulation.Providers;

/// <summary>The custodian: shows the chain as it is at a time, and sends each refund once, whatever we hear of it.</summary>
internal sealed class ModelCustodian(Plan plan, Agenda agenda, Occurrences occurrences, Func<bool> isSilent, Story? story)
{
    public const string WorthlessToken = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
    private readonly Dictionary<string, (Refund Refund, RefundFate Fate, DateTimeOffset At)> refunds = [];
    private readonly Dictionary<string, int> calls = [];
    private readonly HashSet<string> refused = [];
    private readonly Transfer[] transfers = [.. plan.Happenings.OfType<Transfer>()];
    private Transfer[]? flood;
    private bool isPaged;

    /// <summary>What was wrong with the last answer; null where it was as it should be.</summary>
    public FaultMode? Said { get; private set; }

    /// <summary>Told of each refund that is taken on, before it is.</summary>
    public Action<Refund>? OnRefund { get; set; }

    /// <summary>What has left or may still leave.</summary>
    public Int128 UnitsOut => refunds.Values.Where(sent => StatusOf(sent.Fate, sent.At) != RefundStatus.Failed)
        .Aggregate(Int128.Zero, (sum, sent) => sum + sent.Refund.Amount.Units);

    /// <summary>Something is still to become of a refund or a transfer.</summary>
    public bool HasNews =>
        refunds.Values.Any(sent => sent.Fate.End is not null && sent.At + sent.Fate.After > agenda.Now)
        || transfers.Any(transfer => A.Start + LastChange(transfer) > agenda.Now);

    public bool IsPending(string id) => refunds.TryGetValue(id, out var sent) && StatusOf(sent.Fate, sent.At) == RefundStatus.Pending;

    public IEnumerable<DepositFact> FactsAt(DateTimeOffset time) => transfers
        .Where(transfer => A.Start + transfer.ListedAt <= time)
        .Select(transfer => FactOf(transfer, time - A.Start));

    public static DepositFact FactOf(Transfer transfer, TimeSpan at)
    {
        if (transfer.IsOneOfMany)
        {
            return transfer.Fact;
        }

        var isGone = transfer.DroppedAt <= at && !(transfer.BackAt <= at);
        var confirmedAt = transfer.BackAt <= at ? Later(transfer.BackAt, transfer.ConfirmedAt) : transfer.ConfirmedAt;
        var isConfirmed = confirmedAt <= at;
        return transfer.Fact with
        {
            SeenAt = A.Start + transfer.At + transfer.SeenAhead,
            Amount = transfer.IsRespelled && (long)at.TotalMinutes % 2 == 0 ? Respelled(transfer.Fact.Amount) : transfer.Fact.Amount,
            Status = isGone ? DepositStatus.Dropped : isConfirmed ? DepositStatus.Confirmed : DepositStatus.Seen,
            Confirmations = isGone ? 0 : isConfirmed ? 20 + (transfer.BackAt <= at ? 1 : 0) : 1 + (int)((at - transfer.At).TotalMinutes % 12),
        };
    }

    /// <summary>One page of the list: all of it, but for a custodian that gives one entry a page. The cursor is how far it was read.</summary>
    public DepositPage? List(string? cursor)
    {
        Said = isSilent() ? Happened(Call.ListDeposits, FaultMode.Timeout) : occurrences.Take(Call.ListDeposits, mode => mode != FaultMode.Paged || cursor is null);
        if (Said is not (null or FaultMode.Paged or FaultMode.UnreadableEntry))
        {
            return null;
        }

        isPaged = cursor is null ? Said == FaultMode.Paged : isPaged;
        var from = cursor is null ? 0 : int.Parse(cursor);
        var entries = Flood().Concat(transfers.Where(transfer => A.Start + transfer.ListedAt <= agenda.Now)).Skip(from).ToList();
        var shown = isPaged ? entries.Take(1).ToList() : entries;
        return PageOf(shown, Said == FaultMode.UnreadableEntry) with
        {
            NextCursor = shown.Count < entries.Count ? (from + shown.Count).ToString() : null,
        };
    }

    private DepositPage PageOf(IReadOnlyList<Transfer> shown, bool hasOneMore)
    {
        var facts = new List<DepositFact>();
        var unreadable = new List<UnreadableEntry>();
        var foreign = 0;
        foreach (var transfer in shown)
        {
            var fact = FactOf(transfer, agenda.Now - A.Start);
            Count(transfer);
            if (!IsUnreadable(transfer))
            {
                facts.Add(fact);
            }
            else if (!Checks.IsOurToken(fact))
            {
                foreign++;
            }
            else if (fact.Status != DepositStatus.Dropped)
            {
                unreadable.Add(new UnreadableEntry(IdOf(fact), "digest") { Known = fact });
            }
        }

        return new DepositPage(facts) { Unreadable = hasOneMore ? [.. unreadable, Garbage] : unreadable, Foreign = foreign };
    }

    private static UnreadableEntry Garbage { get; } = new(UnreadableEntry.IdOf("garbage"), "digest");

    private void Count(Transfer transfer)
    {
        if (transfer.Oddities.Count == 0 && transfer is { ReadableAt: null, DroppedAt: null })
        {
            return;
        }

        foreach (var oddity in transfer.Oddities.Concat(IsUnreadable(transfer) ? [transfer.IsReadableInTime ? Oddity.UnreadableTransfer : Oddity.UnreadableForGood] : []))
        {
            occurrences.Happened(oddity);
        }

        if (transfer.DroppedAt is { } dropped && A.Start + dropped <= agenda.Now)
        {
            occurrences.Happened(Oddity.Reorg);
        }
    }

    private Transfer[] Flood() => A.Start + plan.Flood.At > agenda.Now ? [] : flood ??=
    [
        .. Enumerable.Range(0, plan.Flood.Count).Select(number => Transfer.OfMany(
            plan.Flood.At, A.Transfer("1000000", $"flood{number}") with { ContractAddress = WorthlessToken }, number == 0 ? Oddity.FloodOfTokens : null)),
    ];

    // Equal, with all the decimals that the asset has.
    private static string Respelled(string amount) => amount == "0" ? amount : decimal.Parse(amount).ToString("0.000000");

    public static string IdOf(DepositFact fact) => UnreadableEntry.IdOf(fact.TxHash, fact.LogIndex);

    public bool IsUnreadable(Transfer transfer) => A.Start + transfer.ReadableAt > agenda.Now;

    public Outcome Ask(string id)
    {
        Said = isSilent() ? Happened(Call.AskRefund, FaultMode.Timeout) : occurrences.Take(Call.AskRefund, mode => mode != FaultMode.Lagging404 || refunds.ContainsKey(id));
        return Said is null or FaultMode.Lagging404 ? Report(id) : new RefundUnknown(id);
    }

    private Outcome Report(string id) => Said is null && refunds.TryGetValue(id, out var sent)
        ? new RefundReported(new RefundFact(id, StatusOf(sent.Fate, sent.At), $"back{id[^1]}") { Fee = FeeOf(id) })
        : new RefundNeverArrived(id);

    /// <summary>What the network took for it, once it has come to its end, however that is.</summary>
    public string FeeOf(string id) => refunds.TryGetValue(id, out var sent) && StatusOf(sent.Fate, sent.At) != RefundStatus.Pending ? sent.Fate.Fee : "0";

    public Outcome Send(Refund refund)
    {
        var number = int.Parse(refund.Id.Split('_')[^1].Split('.')[0]);
        var fate = plan.Refunds[(number - 1) % plan.Refunds.Count];
        var call = calls[refund.Id] = calls.GetValueOrDefault(refund.Id) + 1;
        var isLost = isSilent() || call <= fate.LostBefore;
        Said = isLost ? Happened(Call.SendRefund, FaultMode.Timeout)
            : fate.IsRefused || refused.Contains(refund.Id) ? Happened(Call.SendRefund, FaultMode.Refused)
            : occurrences.Take(Call.SendRefund, mode => mode is not FaultMode.Refused || !refunds.ContainsKey(refund.Id));
        if (Said == FaultMode.Refused)
        {
            refused.Add(refund.Id);
            return new RefundRefused(refund.Id);
        }

        // Of the answers that never arrive, every other is one to a refund that was taken on.
        if (Said is null or FaultMode.Duplicate || (Said == FaultMode.Timeout && !isLost && call % 2 == 0))
        {
            Take(refund, fate);
        }

        if (Said is null && call <= fate.LostBefore + fate.LostAfter)
        {
            Said = Happened(Call.SendRefund, FaultMode.Timeout);
        }

        return Said is null ? Report(refund.Id) : new RefundUnknown(refund.Id);
    }

    private FaultMode Happened(Call call, FaultMode mode)
    {
        occurrences.Happened(call, mode);
        return mode;
    }

    private void Take(Refund refund, RefundFate fate)
    {
        if (!refunds.ContainsKey(refund.Id))
        {
            story?.Tell($"custodian takes on refund {refund.Id} of {refund.Amount}: {fate}");
            OnRefund?.Invoke(refund);
            refunds.Add(refund.Id, (refund, fate, agenda.Now));
        }
    }

    private RefundStatus StatusOf(RefundFate fate, DateTimeOffset at) =>
        fate.End is { } end && at + fate.After <= agenda.Now ? end : RefundStatus.Pending;

    private static TimeSpan LastChange(Transfer transfer) =>
        new[] { transfer.ListedAt, transfer.ConfirmedAt, transfer.DroppedAt, transfer.BackAt }.Max()!.Value;

    private static TimeSpan? Later(TimeSpan? one, TimeSpan? other) => one > other ? one : other;
}
