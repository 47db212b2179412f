using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;

namespace OffRamp.Functions.Sessions;

/// <summary>How long a session without a sell waits for its user.</summary>
internal static class SessionTimes
{
    private static readonly TimeSpan AfterAct = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan WhileVerified = TimeSpan.FromHours(24);

    // An act that would add less than this is not worth a write.
    private static readonly TimeSpan LeastExtension = TimeSpan.FromMinutes(1);

    /// <summary>When a new session can expire at the earliest; its id says when it was made.</summary>
    public static DateTimeOffset FirstExpiry(SessionId session) => session.Id.Time + AfterAct;

    /// <summary>When it expires if the user does nothing more.</summary>
    public static DateTimeOffset ExpiryAfterAct(DateTimeOffset now, KycStatus status) =>
        now + (status == KycStatus.Pending ? WhileVerified : AfterAct);

    /// <summary>The session after an act of its user; the same instance where that changes nothing worth keeping.</summary>
    public static Session Touched(this Session session, DateTimeOffset now)
    {
        var expiry = ExpiryAfterAct(now, session.KycStatus);
        return expiry - session.ExpiresAt < LeastExtension ? session : session with { ExpiresAt = expiry, UpdatedAt = now };
    }
}
