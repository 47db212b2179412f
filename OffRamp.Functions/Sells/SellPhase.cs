using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Sells;

/// <summary>What a partner sees of a sell: exactly five words.</summary>
internal enum SellStatus { Pending, Processing, Completed, Failed, Cancelled }

/// <summary>Where a sell stands in its story.</summary>
internal enum SellPhase
{
    AwaitingDeposit, ConfirmingDeposit, OnHold, PayingOut, ActionRequired,
    Paid, Expired, Refunding, RefundFailed, Refunded, Cancelled,
}

/// <summary>The one table of allowed moves. A move that is not here is a bug, and <see cref="SellChange"/> refuses it.</summary>
internal static class SellPhases
{
    private static readonly Dictionary<SellPhase, SellPhase[]> Moves = new()
    {
        [SellPhase.AwaitingDeposit] = [SellPhase.ConfirmingDeposit, SellPhase.PayingOut, SellPhase.OnHold, SellPhase.Refunding, SellPhase.Expired, SellPhase.Cancelled],
        [SellPhase.ConfirmingDeposit] = [SellPhase.AwaitingDeposit, SellPhase.PayingOut, SellPhase.OnHold, SellPhase.Refunding],
        [SellPhase.PayingOut] = [SellPhase.Paid, SellPhase.OnHold, SellPhase.ActionRequired, SellPhase.Refunding],
        [SellPhase.ActionRequired] = [SellPhase.PayingOut, SellPhase.Refunding, SellPhase.OnHold],
        [SellPhase.OnHold] = [SellPhase.AwaitingDeposit, SellPhase.ConfirmingDeposit, SellPhase.PayingOut, SellPhase.Refunding, SellPhase.Paid, SellPhase.Cancelled, SellPhase.ActionRequired, SellPhase.RefundFailed, SellPhase.Refunded, SellPhase.Expired],
        [SellPhase.Refunding] = [SellPhase.Refunded, SellPhase.RefundFailed, SellPhase.OnHold],
        [SellPhase.RefundFailed] = [SellPhase.Refunding, SellPhase.OnHold, SellPhase.PayingOut],
        [SellPhase.Paid] = [],
        [SellPhase.Expired] = [],
        [SellPhase.Refunded] = [],
        [SellPhase.Cancelled] = [],
    };

    /// <summary>May a sell go from one phase straight to another?</summary>
    public static bool Allows(SellPhase from, SellPhase to) => Moves[from].Contains(to);

    /// <summary>The phases that may follow.</summary>
    public static IReadOnlyList<SellPhase> After(SellPhase phase) => Moves[phase];

    /// <summary>An end stands once it is recorded.</summary>
    public static bool IsEnd(this SellPhase phase) => Moves[phase].Length == 0;

    /// <summary>The public status under which a phase is shown; a hold keeps the status it found.</summary>
    public static SellStatus StatusOf(SellPhase phase, SellStatus before) => phase switch
    {
        SellPhase.AwaitingDeposit or SellPhase.ConfirmingDeposit => SellStatus.Pending,
        SellPhase.PayingOut or SellPhase.ActionRequired => SellStatus.Processing,
        SellPhase.Paid => SellStatus.Completed,
        SellPhase.Expired or SellPhase.Refunding or SellPhase.RefundFailed or SellPhase.Refunded => SellStatus.Failed,
        SellPhase.Cancelled => SellStatus.Cancelled,
        _ => before,
    };
}
