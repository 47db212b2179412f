namespace OffRamp.Functions.Deposits.Refunds;

/// <summary>When a refund that is not confirmed yet is asked about: after 2 s, 10 s, 1 min, 5 min, then hourly.</summary>
internal static class RefundRetry
{
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    public static TimeSpan Pause(int asks) => asks < Pauses.Length ? Pauses[asks] : TimeSpan.FromHours(1);
}
