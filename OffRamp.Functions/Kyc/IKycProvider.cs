using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Kyc;

/// <summary>A verification at the provider, and the page on which the user goes through it.</summary>
internal sealed record Verification(string VerificationId, string Url);

/// <summary>Where a verification stands.</summary>
/// <param name="Status">Of the user.</param>
/// <param name="Subject">The provider's stable id of the person, whoever a partner says it is; null where the provider gives none.</param>
internal sealed record VerificationSaid(KycStatus Status, string? Subject);

/// <summary>Verifies who users are. A call that got no usable answer within its 10 s returns null: nothing is known.</summary>
internal interface IKycProvider
{
    /// <summary>Starts the user's verification, or finds the one that was started. Source: <c>POST /verifications</c>.</summary>
    Task<Verification?> StartAsync(PartnerId partner, string user, CancellationToken cancellation);

    /// <summary>Where a verification stands. Source: <c>GET /verifications/{id}</c>.</summary>
    Task<VerificationSaid?> AskAsync(string verificationId, CancellationToken cancellation);
}
