using OffRamp.Functions.Hosting;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Sells;

/// <summary>Only verified users sell. What else a sell needs to know of its user is read in the same request.</summary>
internal sealed class VerifiedUsers(Verifications verifications, TellKyc tell, Reservations reservations, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <exception cref="ProblemException">409: the user is not verified, by the provider's own word. 503: the provider is silent.</exception>
    public async Task<(StoredSession Session, UserDay User)> RequireAsync(StoredSession stored, CancellationToken cancellation)
    {
        if (stored.Session is not { UserKey: { } key, PartnerId: var partner })
            throw NotVerified();
        var user = await reservations.ReadAsync(partner, key, stored.Session.Id.Sell, clock.GetUtcNow(), cancellation);
        var known = user.Kyc is { } row ? UserKyc.Of(row) : null;
        var status = await verifications.CheckAsync(KycUser.Of(stored.Session), known, cancellation) ?? throw Unknown();
        var session = await tell.TellAsync(stored, status, cancellation);
        return status == KycStatus.Verified ? (session, user) : throw NotVerified();
    }

    private static ProblemException Unknown() =>
        new(Problems.Describe("provider_unavailable", "The verification provider does not answer. Try again.") with { RetryAfter = Pause });

    private static ProblemException NotVerified() => Problems.Because("kyc_required", "The user has to be verified before selling.");
}
