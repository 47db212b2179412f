using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Deposits.Refunds;

/// <summary>
/// Sends the open refund, or asks what became of it. The custodian is asked by the refund's id first, and only a refund
/// that never arrived is sent, so that this may run twice, at once, or after a crash at any line.
/// </summary>
internal sealed class SendRefund(
    SellStore sells, ICustodian custodian, Advance advance, SellPolicies policies, IScreening screening, ScreenDeposits screenDeposits, IMoneyFreeze freeze,
    RefundLimits limits)
{
    public async Task<Step> RunAsync(SellId id, CancellationToken cancellation)
    {
        var stored = await sells.ReadAsync(id, cancellation) ?? throw new SellMissingException(id);
        if (OpenOf(stored) is not { } open)
        {
            return await advance.RunAsync(stored, null, cancellation);
        }

        var known = await custodian.AskRefundAsync(open.Id, cancellation);
        stored = await TakeInAsync(id, cancellation);
        if (known is not RefundNeverArrived || OpenOf(stored)?.Id != open.Id || !(MayBeSent(stored, open) || ScreeningRules.IsHeldForSilence(stored.Sell)))
        {
            return await advance.RunAsync(stored, known is RefundNeverArrived ? new RefundUnknown(open.Id) : known, cancellation);
        }

        if (await freeze.FindAsync(stored.Sell, cancellation) is { } frozen)
        {
            return frozen;
        }

        if (await LookAsync(stored.Sell, open, cancellation) is { } said)
        {
            var step = await advance.RunAsync(stored, said, cancellation);
            stored = await TakeInAsync(id, cancellation);
            if (said is RefundDoubted || OpenOf(stored)?.Id != open.Id || !MayBeSent(stored, open))
            {
                return step;
            }
        }

        // On record before it is sent, as with a payout.
        var name = Guid.NewGuid().ToString("N");
        await advance.RunAsync(stored, new RefundSending(open.Id, name), cancellation);
        stored = await TakeInAsync(id, cancellation);
        var outcome = OpenOf(stored) is { } still && still.Id == open.Id && MayBeSent(stored, still)
            ? await SendAsync(stored.Sell, still, name, cancellation)
            : null;
        return await advance.RunAsync(stored, outcome, cancellation);
    }

    /// <summary>What arrived meanwhile is heard before anything is sent: that the deposit is gone, or that an operator holds it.</summary>
    private async Task<StoredSell> TakeInAsync(SellId id, CancellationToken cancellation)
    {
        while (true)
        {
            var stored = await sells.ReadAsync(id, cancellation) ?? throw new SellMissingException(id);
            if (stored.Inbox.Count == 0)
            {
                return stored;
            }

            await advance.RunAsync(stored, null, cancellation);
        }
    }

    private static Refund? OpenOf(StoredSell stored) => stored.Sell.Refunds.LastOrDefault(refund => refund.IsOpen);

    /// <summary>
    /// An operator who holds the sell holds the money that has not left yet; a key that the custodian has forgotten protects
    /// nothing; and what a reorg took away meanwhile is not there to be sent.
    /// </summary>
    private bool MayBeSent(StoredSell stored, Refund refund) =>
        stored.Sell is { Phase: not SellPhase.OnHold, Unassigned.IsNegative: false } && refund.MayBeSent(policies.Now);

    /// <summary>What is looked at before anything leaves for the first time, but not where an operator has looked. Null where nothing is news.</summary>
    private async Task<Outcome?> LookAsync(Sell sell, Refund refund, CancellationToken cancellation)
    {
        if (refund.FirstTriedAt is not null || sell.Waived.Contains(HoldReasons.ComplianceReview))
        {
            return null;
        }

        var said = screening.IsOn ? await ScreenAsync(sell, refund, cancellation) : null;
        return said is RefundDoubted || await limits.TryCountAsync(sell, refund, cancellation)
            ? said
            : new RefundDoubted(refund.Id, IsHighRisk: false) { IsBeyondLimit = true, Screened = (said as RefundCleared)?.Screened ?? new Dictionary<string, ScreenedRisk>() };
    }

    /// <summary>
    /// The address was looked at when it was given, and is once more before anything leaves; and so are the senders of whom
    /// nobody has said anything yet. Null where nothing is news.
    /// </summary>
    private async Task<Outcome?> ScreenAsync(Sell sell, Refund refund, CancellationToken cancellation)
    {
        var asked = screening.AskRecipientAsync(sell.Network, refund.Address, cancellation);
        var senders = await screenDeposits.RunAsync(sell, cancellation);
        var recipient = await asked;
        var isSilent = recipient is null || sell.LiveDepositsOfAnyKind.Any(deposit => deposit.IsToBeScreened && !senders.ContainsKey(deposit.Id));
        var isHighRisk = recipient == ScreenedRisk.High || senders.Values.Contains(ScreenedRisk.High);
        return isHighRisk || isSilent ? new RefundDoubted(refund.Id, isHighRisk) { Screened = senders }
            : senders.Count > 0 || ScreeningRules.IsHeldForSilence(sell) ? new RefundCleared(refund.Id) { Screened = senders }
            : null;
    }

    private async Task<Outcome> SendAsync(Sell sell, Refund refund, string name, CancellationToken cancellation)
    {
        var outcome = await custodian.SendRefundAsync(refund, sell.Network, cancellation);
        return outcome is not RefundRefused refused
            ? outcome
            : await custodian.AskRefundAsync(refund.Id, cancellation) switch
            {
                RefundNeverArrived => refused with { Try = name },
                var answer => answer,
            };
    }
}
