namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>The controls that tell what really happened, oldest first: one entry for each effect. <c>?last=n</c> gives the latest n.</summary>
internal static class Lists
{
    public static Outcome Addresses(Ask ask) => All(ask, ask.Books.Addresses.Values,
        issued => new { issued.SellId, issued.Asset, issued.Network, issued.Address });

    public static Outcome Deposits(Ask ask) => All(ask, ask.Books.Deposits.Values, deposit => deposit);

    public static Outcome Payouts(Ask ask) => All(ask, ask.Books.Payouts.Values, payout => new
    {
        payout.PayoutId,
        payout.Amount,
        payout.Currency,
        status = payout.StatusAt(ask.Now),
        payout.CardToken,
        payout.ProviderReference,
        payout.AcceptedAt,
    });

    public static Outcome Refunds(Ask ask) => All(ask, ask.Books.Refunds.Values, refund => new
    {
        refund.RefundId,
        refund.Amount,
        refund.Asset,
        refund.Network,
        refund.Address,
        status = refund.StatusAt(ask.Now),
        tx_hash = refund.TxHashAt(ask.Now),
        refund.AcceptedAt,
    });

    public static Outcome BlockedRefundAddresses(Ask ask) => All(ask, ask.Books.BlockedRefundAddresses, address => new { address });

    public static Outcome Verifications(Ask ask) => All(ask, ask.Books.Verifications.Values, verification => verification);

    /// <summary>Notices the app has not taken yet.</summary>
    public static Outcome Notices(Ask ask) => All(ask, ask.Books.Undelivered(),
        notice => new { notice.Id, notice.Provider, notice.Subject, notice.DueAt });

    public static Decision Calls(CallLog callLog) => ask => All(ask, callLog.All(), call => call);

    // Copied while the books are held: the answer is written after they are let go.
    private static Outcome All<T>(Ask ask, IReadOnlyCollection<T> entries, Func<T, object> view) where T : notnull =>
        Outcome.Ok(new { data = (int.TryParse(ask.Query("last"), out var last) ? entries.TakeLast(last) : entries).Select(view).ToArray() });
}
