using OffRamp.Functions.Deposits;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>A cancel and a deposit may cross: which was first is decided by the deposit's seen_at, not by who was processed first.</summary>
internal static class CancelRules
{
    /// <summary>Takes the wish in. It is granted only after the custodian was asked, and refused once a deposit was seen by then.</summary>
    public static void Take(SellChange change, CancelRequest request, SellPolicy policy)
    {
        if (!change.Sell.IsCollecting || change.Sell.CancelRequestedAt is not null)
        {
            return;
        }

        var seen = change.Sell.LiveDeposits.Where(deposit => deposit.SeenAt <= request.ReceivedAt).Select(deposit => deposit.Amount);
        if (Money.Sum(seen, change.Sell.Asset) > policy.Asset.Dust)
        {
            return;
        }

        SetLaterDepositsAside(change, request.ReceivedAt);
        change.Note(sell => sell with { CancelRequestedAt = request.ReceivedAt });
    }

    /// <summary>A deposit that was seen after the wish, but recorded before it was read, came too late after all.</summary>
    private static void SetLaterDepositsAside(SellChange change, DateTimeOffset cancelledAt)
    {
        var late = change.Sell.LiveDeposits.Where(deposit => deposit.SeenAt > cancelledAt).ToList();
        if (late.Count == 0)
        {
            return;
        }

        if (late.All(deposit => deposit.IsSpeck))
        {
            change.Note(sell => SetAside(sell, late));
            return;
        }

        foreach (var deposit in late.Where(deposit => !deposit.IsSpeck))
        {
            change.OpenCase(CaseKinds.LateDeposit, deposit.Id);
        }

        change.Label(Labels.Late);
        change.Tell("sell.pending", sell => DepositRules.Collecting(SetAside(sell, late)));
    }

    private static Sell SetAside(Sell sell, IReadOnlyCollection<Deposit> late) => sell with
    {
        Deposits = [.. sell.Deposits.Select(deposit => late.Contains(deposit) ? deposit with { Counts = false } : deposit)],
    };
}
