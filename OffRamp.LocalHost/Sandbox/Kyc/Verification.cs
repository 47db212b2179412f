namespace OffRamp.LocalHost.Sandbox.Kyc;

internal enum VerificationStatus
{
    NotStarted,
    Pending,
    Verified,
    Rejected,
}

/// <summary>What the KYC provider knows of one user of one partner.</summary>
internal sealed record Verification(string VerificationId, string PartnerId, string User, VerificationStatus Status)
{
    /// <summary>The person, whatever users he is; null where the provider does not say. A control sets it.</summary>
    public string? Subject { get; init; }

    /// <summary>Where a user stands from the start: the e-mail says.</summary>
    public static VerificationStatus StatusAtFirst(string user) =>
        user.Contains("+verified@", StringComparison.OrdinalIgnoreCase) ? VerificationStatus.Verified
        : user.Contains("+rejected@", StringComparison.OrdinalIgnoreCase) ? VerificationStatus.Rejected
        : user.Contains("+pending@", StringComparison.OrdinalIgnoreCase) ? VerificationStatus.Pending
        : VerificationStatus.NotStarted;
}
