namespace OffRamp.Functions.Tests.Simulation.Faults;

/// <summary>The calls that go wrong.</summary>
internal enum Call { ListDeposits, SendRefund, AskRefund, SubmitPayout, AskPayout, FindRate }

/// <summary>What can be wrong with one: the sandbox's modes, as far as they are about a call.</summary>
internal enum FaultMode
{
    /// <summary>503; nothing came of it.</summary>
    Unavailable,

    /// <summary>The answer never arrives; what was asked for may have happened.</summary>
    Timeout,

    /// <summary>The connection is refused.</summary>
    Refuse,

    /// <summary>A rate that is old.</summary>
    Stale,

    /// <summary>Our credentials are not taken.</summary>
    Unauthorized,

    /// <summary>Something before the provider answers with a page, whatever its status.</summary>
    Html,

    /// <summary>The provider refuses this very payout or refund, for good.</summary>
    Refused,

    /// <summary>It exists already, says a 400; and it does.</summary>
    Duplicate,

    /// <summary>Our balance is too low.</summary>
    Balance,

    /// <summary>What was accepted is not found.</summary>
    Lagging404,

    /// <summary>One entry a page.</summary>
    Paged,

    /// <summary>One more entry, which cannot be read.</summary>
    UnreadableEntry,
}

/// <summary>So many of the next calls go wrong in this way.</summary>
internal sealed record CallFault(Call Call, FaultMode Mode, int Times)
{
    private static readonly FaultMode[] Any = [FaultMode.Unavailable, FaultMode.Timeout, FaultMode.Refuse, FaultMode.Unauthorized, FaultMode.Html];

    /// <summary>What can go wrong with which call.</summary>
    public static IReadOnlyList<(Call Call, FaultMode Mode)> All { get; } =
    [
        .. Of(Call.ListDeposits, FaultMode.Paged, FaultMode.UnreadableEntry),
        .. Of(Call.SubmitPayout, FaultMode.Refused, FaultMode.Duplicate, FaultMode.Balance),
        .. Of(Call.AskPayout, FaultMode.Lagging404),
        .. Of(Call.SendRefund, FaultMode.Refused, FaultMode.Duplicate, FaultMode.Balance),
        .. Of(Call.AskRefund, FaultMode.Lagging404),
        .. Of(Call.FindRate, FaultMode.Stale),
    ];

    /// <summary>As the sandbox is told: the mode, and the call.</summary>
    public static string NameOf(Call call, FaultMode mode) => $"{WordOf(mode)} {WordOf(call)}";

    private static IEnumerable<(Call Call, FaultMode Mode)> Of(Call call, params FaultMode[] itsOwn) => Any.Concat(itsOwn).Select(mode => (call, mode));

    private static string WordOf(Call call) => call switch
    {
        Call.ListDeposits => "GET /deposits",
        Call.SendRefund => "POST /refunds",
        Call.AskRefund => "GET /refunds",
        Call.SubmitPayout => "POST /payouts",
        Call.AskPayout => "GET /payouts",
        _ => "GET /rates",
    };

    private static string WordOf(FaultMode mode) => mode switch
    {
        FaultMode.Unavailable => "503",
        FaultMode.Timeout => "timeout",
        FaultMode.Refuse => "refuse",
        FaultMode.Stale => "stale",
        FaultMode.Unauthorized => "401",
        FaultMode.Html => "html",
        FaultMode.Refused => "422_refused",
        FaultMode.Duplicate => "400_duplicate",
        FaultMode.Balance => "422_balance",
        FaultMode.Lagging404 => "lagging_404",
        FaultMode.Paged => "paged",
        _ => "unreadable_entry",
    };
}
