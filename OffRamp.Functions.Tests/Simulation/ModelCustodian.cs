using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>The custodian: shows the chain as it is at a time, and sends each refund once, whatever we hear of it.</summary>
internal sealed class ModelCustodian(Plan plan, Agenda agenda, Func<bool> isSilent, Story? story)
{
    private readonly Dictionary<string, (Refund Refund, RefundFate Fate, DateTimeOffset At)> refunds = [];
    private readonly Dictionary<string, int> calls = [];

    /// <summary>Told of each refund that is taken on, before it is.</summary>
    public Action<Refund>? OnRefund { get; set; }

    /// <summary>What has left or may still leave.</summary>
    public Int128 UnitsOut => refunds.Values.Where(sent => StatusOf(sent.Fate, sent.At) != RefundStatus.Failed)
        .Aggregate(Int128.Zero, (sum, sent) => sum + sent.Refund.Amount.Units);

    /// <summary>Something is still to become of a refund or a transfer.</summary>
    public bool HasNews =>
        refunds.Values.Any(sent => sent.Fate.End is not null && sent.At + sent.Fate.After > agenda.Now)
        || plan.Happenings.OfType<Transfer>().Any(transfer => A.Start + LastChange(transfer) > agenda.Now);

    public bool IsPending(string id) => refunds.TryGetValue(id, out var sent) && StatusOf(sent.Fate, sent.At) == RefundStatus.Pending;

    public IEnumerable<DepositFact> FactsAt(DateTimeOffset time) => plan.Happenings.OfType<Transfer>()
        .Where(transfer => A.Start + transfer.ListedAt <= time)
        .Select(transfer => FactOf(transfer, time - A.Start));

    public static DepositFact FactOf(Transfer transfer, TimeSpan at)
    {
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

    public DepositPage? List()
    {
        if (isSilent())
        {
            return null;
        }

        var listed = plan.Happenings.OfType<Transfer>().Where(transfer => A.Start + transfer.ListedAt <= agenda.Now).ToLookup(IsUnreadable);
        return new DepositPage([.. Flood(), .. listed[false].Select(transfer => FactOf(transfer, agenda.Now - A.Start))])
        {
            Unreadable = [.. listed[true].Select(transfer => new UnreadableEntry(IdOf(transfer.Fact), "digest") { Known = FactOf(transfer, agenda.Now - A.Start) })],
        };
    }

    private IEnumerable<DepositFact> Flood() => A.Start + plan.Flood.At > agenda.Now ? [] : Enumerable.Range(0, plan.Flood.Count)
        .Select(number => A.Transfer("1000000", $"flood{number}") with { ContractAddress = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf", SeenAt = A.Start + plan.Flood.At });

    // Equal, with all the decimals that the asset has.
    private static string Respelled(string amount) => amount == "0" ? amount : decimal.Parse(amount).ToString("0.000000");

    public static string IdOf(DepositFact fact) => UnreadableEntry.IdOf(fact.TxHash, fact.LogIndex);

    private bool IsUnreadable(Transfer transfer) => A.Start + transfer.ReadableAt > agenda.Now;

    public Outcome Ask(string id)
    {
        if (isSilent())
        {
            return new RefundUnknown(id);
        }

        return refunds.TryGetValue(id, out var sent)
            ? new RefundReported(new RefundFact(id, StatusOf(sent.Fate, sent.At), $"back{id[^1]}"))
            : new RefundNeverArrived(id);
    }

    public Outcome Send(Refund refund)
    {
        var number = int.Parse(refund.Id.Split('_')[^1].Split('.')[0]);
        var fate = plan.Refunds[(number - 1) % plan.Refunds.Count];
        var call = calls[refund.Id] = calls.GetValueOrDefault(refund.Id) + 1;
        if (isSilent() || call <= fate.LostBefore)
        {
            return new RefundUnknown(refund.Id);
        }

        if (fate.IsRefused)
        {
            return new RefundRefused(refund.Id);
        }

        if (!refunds.ContainsKey(refund.Id))
        {
            story?.Tell($"custodian takes on refund {refund.Id} of {refund.Amount}: {fate}");
            OnRefund?.Invoke(refund);
            refunds.Add(refund.Id, (refund, fate, agenda.Now));
        }

        return call <= fate.LostBefore + fate.LostAfter ? new RefundUnknown(refund.Id) : Ask(refund.Id);
    }

    private RefundStatus StatusOf(RefundFate fate, DateTimeOffset at) =>
        fate.End is { } end && at + fate.After <= agenda.Now ? end : RefundStatus.Pending;

    private static TimeSpan LastChange(Transfer transfer) =>
        new[] { transfer.ListedAt, transfer.ConfirmedAt, transfer.DroppedAt, transfer.BackAt }.Max()!.Value;

    private static TimeSpan? Later(TimeSpan? one, TimeSpan? other) => one > other ? one : other;
}
