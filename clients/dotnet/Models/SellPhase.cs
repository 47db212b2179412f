// Made of the API's own document by DotnetModels of the tests. Do not change it here.

namespace OffRamp.Client.Models;

/// <summary>Words of the API. There may be more one day.</summary>
public static class SellPhase
{
    /// <summary><c>awaiting_deposit</c></summary>
    public const string AwaitingDeposit = "awaiting_deposit";

    /// <summary><c>confirming_deposit</c></summary>
    public const string ConfirmingDeposit = "confirming_deposit";

    /// <summary><c>on_hold</c></summary>
    public const string OnHold = "on_hold";

    /// <summary><c>paying_out</c></summary>
    public const string PayingOut = "paying_out";

    /// <summary><c>action_required</c></summary>
    public const string ActionRequired = "action_required";

    /// <summary><c>paid</c></summary>
    public const string Paid = "paid";

    /// <summary><c>expired</c></summary>
    public const string Expired = "expired";

    /// <summary><c>refunding</c></summary>
    public const string Refunding = "refunding";

    /// <summary><c>refund_failed</c></summary>
    public const string RefundFailed = "refund_failed";

    /// <summary><c>refunded</c></summary>
    public const string Refunded = "refunded";

    /// <summary><c>cancelled</c></summary>
    public const string Cancelled = "cancelled";
}
