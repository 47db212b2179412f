namespace OffRamp.Functions.Sells;

using OffRamp.Functions.Deposits;

/// <summary>A cancel and a deposit may cross: which was first is decided by the deposit's seen_at, not by who was processed first.</summary>
internal static class CancelRules
{
    /// <summary>Takes the wish in. It is granted only after the custodian was asked, and refused once a deposit was seen by then.</summary>
    public static void Take(SellChange change, CancelRequest request)
    {
        if (!change.Sell.IsCollecting || change.Sell.CancelRequestedAt is not null)
        {
            return;
        }

        if (change.Sell.LiveDeposits.Any(deposit => deposit.SeenAt <= request.ReceivedAt))
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

        foreach (var deposit in late)
        {
            change.OpenCase(CaseKinds.LateDeposit, deposit.Id);
        }

        change.Label(Labels.Late);
        change.Tell("sell.pending", sell => DepositRules.Collecting(sell with
        {
            Deposits = [.. sell.Deposits.Select(deposit => late.Contains(deposit) ? deposit with { Counts = false } : deposit)],
        }));
    }
}
