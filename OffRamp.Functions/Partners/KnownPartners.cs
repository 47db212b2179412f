using System.Collections.Concurrent;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Partners;

/// <summary>Partners by their ids, as they were at most 30 s ago: for limits and policies, not for credentials.</summary>
internal sealed class KnownPartners(PartnerStore partners)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);
    private const int MostRemembered = 10_000;

    // Real time: this is about how old our knowledge is, not about business.
    private readonly ConcurrentDictionary<PartnerId, (Partner Partner, long Until)> known = new();

    /// <exception cref="InvalidOperationException">There is none: partners are never removed.</exception>
    public async Task<Partner> FindAsync(PartnerId id, CancellationToken cancellation)
    {
        if (known.TryGetValue(id, out var entry) && Environment.TickCount64 < entry.Until)
        {
            return entry.Partner;
        }

        var partner = (await partners.FindAsync(id, cancellation))?.Partner ?? throw new InvalidOperationException($"There is no partner {id}.");
        if (known.Count >= MostRemembered)
        {
            known.Clear();
        }

        known[id] = (partner, Environment.TickCount64 + (long)Memory.TotalMilliseconds);
        return partner;
    }

    /// <summary>For those by whom something new would begin.</summary>
    /// <exception cref="ProblemException">403: off-ramp is not enabled for the partner, or not any more.</exception>
    public async Task<Partner> FindEnabledAsync(PartnerId id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is { OfframpEnabled: true } enabled
            ? enabled
            : throw Problems.Because("offramp_disabled", "Nothing new can be sold here. Sales under way go on.");

    /// <summary>Forgets what this process remembers, after a change it has made itself.</summary>
    public void Forget() => known.Clear();
}
