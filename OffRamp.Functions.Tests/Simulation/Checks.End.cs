using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Simulation.Providers;

namespace OffRamp.Functions.Tests.Simulation;

internal sealed partial class Checks
{
    /// <summary>Asked where the money is: at the payout provider, as it takes another payout on.</summary>
    public void PayoutLeaves(Surroundings scene, Payout payout)
    {
        var alive = scene.Payouts.Alive.FirstOrDefault();
        Violation.Unless(alive is null, "at most one payout is out", $"the provider has {alive?.Id} and gets {payout.Id}");
        NotMoreThanCame(scene, payout.Converts.Units);
    }

    /// <summary>And at the custodian, as it takes a refund on.</summary>
    public void RefundLeaves(Surroundings scene, Refund refund)
    {
        var open = scene.Payouts.Alive.FirstOrDefault(payout => scene.Payouts.Settled.All(settled => settled.Id != payout.Id));
        Violation.Unless(open is null, "no refund while a payout is out", $"the provider has {open?.Id}, and {refund.Id} is sent");
        NotMoreThanCame(scene, refund.Amount.Units);
    }

    private static void NotMoreThanCame(Surroundings scene, Int128 units)
    {
        var came = scene.Plan.Happenings.OfType<Transfer>()
            .Where(transfer => Builders.A.Start + transfer.ConfirmedAt <= scene.Now && transfer.At >= TimeSpan.FromMinutes(-2) && IsOurs(transfer.Fact))
            .Aggregate(Int128.Zero, (sum, transfer) => sum + Money.Parse(transfer.Fact.Amount, scene.Kept.Sell.Asset).Units);
        var gone = scene.Custodian.UnitsOut + Units(scene.Payouts.Alive.Select(payout => payout.Converts));
        Violation.Unless(gone + units <= came, "no more leaves than came", $"{(long)gone} and now {(long)units} of {(long)came} units");
    }

    /// <summary>At rest with an empty inbox, or waiting for a person.</summary>
    public static bool IsWhereItMayStayNow(Surroundings scene)
    {
        var sell = scene.Kept.Sell;
        return sell.IsAtRest
            ? scene.Kept.Inbox.All(row => row.IsHandled || !row.IsAcknowledged)
            : sell.Phase is SellPhase.OnHold or SellPhase.RefundFailed || HangsAtTheCustodian(scene, sell) || IsUnresolved(sell);
    }

    /// <summary>A payout or a refund after the end of which the provider never tells; a case says so, and it is asked about until a person records what became of it.</summary>
    private static bool IsUnresolved(Sell sell) => sell.Phase.IsEnd()
        && ((sell.HasPayoutOut && sell.Cases.Any(open => open.Kind == CaseKinds.PayoutUnresolved))
            || (sell.HasOpenRefund && sell.Cases.Any(open => open.Kind == CaseKinds.RefundUnresolved)));

    /// <summary>A refund that the custodian never ends, or one that it has not ended yet.</summary>
    private static bool HangsAtTheCustodian(Surroundings scene, Sell sell) =>
        sell.Refunds.FirstOrDefault(refund => refund.IsOpen) is { } open && scene.Custodian.IsPending(open.Id);

    public bool IsWhereItMayStay(Surroundings scene) => IsWhereItMayStayNow(scene)
        && (scene.Kept.Sell.IsAtRest || scene.Now - WaitsSince(scene.Kept.Sell) > PatienceWith(scene.Kept.Sell));

    private static DateTimeOffset WaitsSince(Sell sell) =>
        sell.Refunds.FirstOrDefault(refund => refund.IsOpen) is { } open && open.CreatedAt > sell.PhaseSince ? open.CreatedAt : sell.PhaseSince;

    /// <summary>So long that a reminder is due; and a lapsed KYC is waited for longer than that.</summary>
    private static TimeSpan PatienceWith(Sell sell) => TimeSpan.FromDays(sell.HoldReason == HoldReasons.KycRequired ? 8 : 2);

    /// <summary>The world has been quiet for weeks.</summary>
    public void Ended(Surroundings scene)
    {
        var sell = scene.Kept.Sell;
        var forgotten = scene.Kept.Inbox.FirstOrDefault(row => row is { IsAcknowledged: true, IsHandled: false } or { IsAcknowledged: true, IsUnread: true });
        Violation.Unless(forgotten is null, "nothing acknowledged is forgotten", $"{forgotten?.Item}");
        Violation.Unless(IsWhereItMayStayNow(scene), "every sell reaches an end or a person", $"{sell.Phase} since {Story.Offset(sell.PhaseSince)}");
        foreach (var transfer in scene.Plan.Happenings.OfType<Transfer>().Where(transfer => IsOurs(transfer.Fact)))
        {
            TransferIsKnown(scene, sell, transfer);
        }

        if (!sell.IsAtRest && !IsUnresolved(sell))
        {
            var isReminded = sell.RemindedAt is { } reminded && scene.Now - reminded < TimeSpan.FromHours(27);
            Violation.Unless(isReminded, "operators are reminded every day", $"{sell.Phase} {sell.HoldReason}, last {sell.RemindedAt:O}");
        }

        foreach (var payout in sell.Payouts.Where(payout => payout.Status == PayoutStatus.Returned))
        {
            ReturnIsKnown(scene, sell, payout);
        }

        Books.Ended(sell, scene.Custodian.UnitsOut, Units(scene.Payouts.Settled.Select(payout => payout.Amount)));
    }

    /// <summary>What came back after the first part of it was booked is in a case.</summary>
    private static void ReturnIsKnown(Surroundings scene, Sell sell, Payout payout)
    {
        var isTold = scene.Kept.Inbox.Select(row => row.Item).OfType<PayoutNotice>().Any(notice => notice.Fact.PayoutId == payout.Id
            && notice.Fact.Status == PayoutStatus.Returned && Money.TryParse(notice.Fact.Amount, sell.Fiat, out var said) && said == scene.Payouts.BackOf(payout.Id));
        var isBooked = scene.Payouts.BackOf(payout.Id) == payout.ReturnedAmount;
        Violation.Unless(!isTold || isBooked || sell.Cases.Any(open => open.Kind == CaseKinds.PayoutContradiction), "what comes back is booked or in a case", $"{payout.Id}: {payout.ReturnedAmount} of {scene.Payouts.BackOf(payout.Id)}");
    }

    private static void TransferIsKnown(Surroundings scene, Sell sell, Transfer transfer)
    {
        var rows = scene.Kept.Inbox.Select(row => row.Item).OfType<DepositNotice>()
            .Where(notice => notice.Fact.TxHash == transfer.Fact.TxHash && notice.Fact.LogIndex == transfer.Fact.LogIndex).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var deposits = sell.Deposits.Where(deposit => deposit.TxHash == transfer.Fact.TxHash && deposit.LogIndex == transfer.Fact.LogIndex).ToList();
        var last = rows.MaxBy(notice => notice.ReceivedAt)!.Fact;
        var isThere = ModelCustodian.FactOf(transfer, scene.Now - Builders.A.Start).Status == DepositStatus.Confirmed && last.Status == DepositStatus.Confirmed;
        // Nobody is asked about a speck, so that its record may stay behind where notices cross; and of a flood one case counts the rest.
        var isCounted = Money.Parse(transfer.Fact.Amount, sell.Asset) <= Builders.A.Asset.Dust
            && (deposits.Count == 1 || sell.Cases.Any(open => open.Kind == CaseKinds.DuplicateDeposit && open.Detail.Contains("specks")));
        Violation.Unless(!isThere || isCounted || deposits is [{ IsConfirmed: true }], "nothing acknowledged is forgotten", $"{transfer.Fact.TxHash} was confirmed, the sell says {deposits.FirstOrDefault()?.Status.ToString() ?? "nothing"}");
    }
}
