using System.Collections.Concurrent;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Partners;

/// <summary><c>Authorization: Bearer</c> with a client token, or 401.</summary>
internal sealed class PartnerAuthentication(PartnerStore partners, KnownPartners byId, CallLimits limits) : ICallerAuthentication
{
    // A disabled partner or a rotated token may count this much longer on another instance.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);
    private const int MostRemembered = 10_000;

    // Real time: this is about how old our knowledge is, not about business.
    private readonly ConcurrentDictionary<string, (Partner Partner, long Until)> known = new(StringComparer.Ordinal);

    public Caller Caller => Caller.Partner;

    public async Task<ProblemResult?> AuthenticateAsync(HttpCall call)
    {
        var http = call.Context;
        if (Bearer.Read(http.Request) is not { } token || !ClientToken.LooksLikeOne(token))
        {
            return Problems.Unauthorized();
        }

        var hash = Secrets.Hash(token);
        if (!known.ContainsKey(hash) && limits.RefuseStranger(http) is { } stranger)
        {
            return stranger;
        }

        if (await FindAsync(hash, http.RequestAborted) is not { } partner)
        {
            return Problems.Unauthorized();
        }

        if (limits.CountPartner(partner.Id.ToString()) is { } tooMany)
        {
            return tooMany;
        }

        http.Items[typeof(Partner)] = partner;
        http.SetCredentialScope(PartnerStore.Partition(partner.Id));
        return call.Function.Find<ForPartnersAttribute>() is { IfEnabled: true } && !partner.OfframpEnabled
            ? Problems.Of("offramp_disabled", "Off-ramp is not enabled for this partner. Ask us to enable it.")
            : null;
    }

    /// <summary>Forgets what this process remembers, after a change it has made itself.</summary>
    public void Forget()
    {
        known.Clear();
        byId.Forget();
    }

    private async Task<Partner?> FindAsync(string tokenHash, CancellationToken cancellation)
    {
        if (known.TryGetValue(tokenHash, out var entry) && Environment.TickCount64 < entry.Until)
        {
            return entry.Partner;
        }

        var partner = await partners.FindByTokenAsync(tokenHash, cancellation);
        if (known.Count >= MostRemembered)
        {
            known.Clear();
        }

        if (partner is null)
        {
            known.TryRemove(tokenHash, out _);
        }
        else
        {
            known[tokenHash] = (partner, Environment.TickCount64 + (long)Memory.TotalMilliseconds);
        }

        return partner;
    }
}

internal static class AuthenticatedPartner
{
    /// <summary>Who calls, on endpoints behind <see cref="PartnerAuthentication"/>.</summary>
    public static Partner Partner(this HttpContext context) =>
        context.Items[typeof(Partner)] as Partner
        ?? throw new InvalidOperationException("This endpoint is not behind the partner's authentication.");
}
