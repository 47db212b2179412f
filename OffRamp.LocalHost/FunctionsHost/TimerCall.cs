using System.Text.Json;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>What a timer function is told: when it was due last, is due next, and whether this call is late.</summary>
public sealed record TimerCall(DateTimeOffset? Last, DateTimeOffset Next, bool IsPastDue)
{
    public string ToJson() => JsonSerializer.Serialize(new
    {
        // Never yet is the first of all times, as the worker's TimerInfo has it.
        ScheduleStatus = new { Last = Last?.UtcDateTime ?? default, Next = Next.UtcDateTime, LastUpdated = Last?.UtcDateTime ?? default },
        IsPastDue,
        Schedule = new { AdjustForDST = true },
    });
}
