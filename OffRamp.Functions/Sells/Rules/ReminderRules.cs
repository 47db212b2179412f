namespace OffRamp.Functions.Sells.Rules;

/// <summary>What waits for a person must not be forgotten: operators are alerted once every 24 h, and nothing else happens.</summary>
internal static class ReminderRules
{
    public static void Remind(SellChange change, SellPolicy policy)
    {
        var sell = change.Sell;
        if (WaitsSince(sell) is not { } since)
        {
            return;
        }

        var told = sell.RemindedAt is { } reminded && reminded > since ? Rounds(reminded - since, policy) : 0;
        var due = Rounds(change.Now - since, policy);
        if (due <= told)
        {
            return;
        }

        change.Note(known => known with { RemindedAt = change.Now });
        change.Alert($"{sell.Phase} {sell.HoldReason}".TrimEnd() + $" for {due * policy.HoldReminder.TotalHours:0} h");
    }

    /// <summary>
    /// A refund after the end leaves its phase alone, and may hang all the same. So may a payout that cannot begin, because a
    /// provider that answers everything else does not answer what is asked before it: that one is not silent, and nobody else is told.
    /// </summary>
    private static DateTimeOffset? WaitsSince(Sell sell) => sell.Phase switch
    {
        SellPhase.OnHold or SellPhase.Refunding or SellPhase.RefundFailed => sell.PhaseSince,
        SellPhase.PayingOut when sell.IsAboutToPay => sell.PhaseSince,
        _ => sell.Refunds.FirstOrDefault(refund => refund.IsOpen)?.CreatedAt,
    };

    private static long Rounds(TimeSpan waited, SellPolicy policy) => waited.Ticks / policy.HoldReminder.Ticks;
}
