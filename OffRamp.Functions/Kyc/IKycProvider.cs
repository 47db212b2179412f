using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Kyc;

/// <summary>A verification at the provider, and the page on which the user goes through it.</summary>
internal sealed record Verification(string VerificationId, string Url);

/// <summary>Verifies who users are. A call that got no usable answer within its 10 s returns null: nothing is known.</summary>
internal interface IKycProvider
{
    /// <summary>Starts the user's verification, or finds the one that was started. Source: <c>POST /verifications</c>.</summary>
    Task<Verification?> StartAsync(PartnerId partner, string user, CancellationToken cancellation);

    /// <summary>Where a verification stands. Source: <c>GET /verifications/{id}</c>.</summary>
    Task<KycStatus?> AskAsync(string verificationId, CancellationToken cancellation);
}
