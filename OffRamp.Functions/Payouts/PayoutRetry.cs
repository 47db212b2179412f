namespace OffRamp.Functions.Payouts;

/// <summary>When a payout whose outcome is unknown is tried again, and a silent one is asked about.</summary>
internal static class PayoutRetry
{
    private static readonly TimeSpan[] AfterUnknown =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)];

    /// <summary>How long we wait for a notice before the provider is asked; then hourly.</summary>
    public static readonly TimeSpan FirstAsk = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan LaterAsk = TimeSpan.FromHours(1);

    /// <summary>How long the provider keeps our idempotency key: after that it is only asked about, and not sent again.</summary>
    public static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(24);

    /// <summary>How long silence is endured before an operator decides.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    /// <summary>The pause after the n-th unknown answer, n from 1: 1, 5, 15, 60 s, then 5 min.</summary>
    public static TimeSpan Pause(int unknownAnswers) =>
        unknownAnswers <= AfterUnknown.Length ? AfterUnknown[Math.Max(0, unknownAnswers - 1)] : TimeSpan.FromMinutes(5);
}
