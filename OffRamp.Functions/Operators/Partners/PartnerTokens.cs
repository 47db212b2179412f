using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Operators.Partners;

/// <summary>Makes partners' tokens and puts them in the place of others.</summary>
internal sealed class PartnerTokens(PartnerStore partners, PartnerAuthentication authentication, Settings settings, ServerKey key)
{
    private const string Purpose = "client-token";

    /// <summary>One of chance, to be shown at once.</summary>
    public string New() => ClientToken.New(live: !settings.IsLocal);

    /// <summary>The one that belongs to a request: the same each time, and nobody makes it who does not hold the server key.</summary>
    public string Of(Id26 request) => ClientToken.Of(live: !settings.IsLocal, key.Mac(Purpose, request.ToString()));

    public static bool IsOf(StoredPartner stored, string token) => Secrets.Same(stored.TokenHash, Secrets.Hash(token));

    /// <summary>Makes it the one that counts; the old one ends here at once, elsewhere within 30 s. False when somebody else changed the partner meanwhile.</summary>
    public async Task<bool> TryRotateAsync(StoredPartner stored, string token, Id26 request, CancellationToken cancellation)
    {
        try
        {
            await partners.RotateAsync(stored, Secrets.Hash(token), request, cancellation);
        }
        catch (StoragePreconditionException)
        {
            // Somebody else's change; or our own, whose answer was lost.
            if (await partners.FindAsync(stored.Partner.Id, cancellation) is not { } now || !IsOf(now, token))
            {
                return false;
            }
        }

        authentication.Forget();
        return true;
    }
}
