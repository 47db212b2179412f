using System.Security.Cryptography;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Webhooks.Out.Endpoint;

/// <summary>One secret of an endpoint.</summary>
/// <param name="Id">The request that made it: asked to make it again, it finds it made.</param>
/// <param name="Until">When it stops to sign; null for the one that counts.</param>
internal sealed record SigningSecret(Id26 Id, byte[] Bytes, DateTimeOffset? Until)
{
    private const string Prefix = "whsec_";
    private const int Length = 32;

    public static SigningSecret New(Id26 id) => new(id, RandomNumberGenerator.GetBytes(Length), null);

    /// <summary>As its partner is shown it, once.</summary>
    public string Show() => Prefix + Convert.ToBase64String(Bytes);

    // A record would write its bytes' type only, but nothing of a secret is anybody's text.
    public override string ToString() => nameof(SigningSecret);
}

/// <summary>The secret that counts, and those before it that still sign for a while; newest first. None where they were lost.</summary>
internal sealed record SigningSecrets(IReadOnlyList<SigningSecret> All)
{
    /// <summary>How long the old secret signs beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    // Each costs a signature in every webhook; who rotates more often in a day loses the oldest.
    private const int MostKept = 4;

    public SigningSecret? Current => All.Count == 0 ? null : All[0];

    /// <summary>When the last secret before this one ends; null where there is none.</summary>
    public DateTimeOffset? OldUntil(DateTimeOffset now) => All.Skip(1).Select(secret => secret.Until).FirstOrDefault(until => until > now);

    /// <summary>What to sign with at that time.</summary>
    public IEnumerable<byte[]> At(DateTimeOffset now) =>
        All.Where(secret => secret.Until is not { } until || until > now).Select(secret => secret.Bytes);

    public SigningSecrets Rotate(SigningSecret next, DateTimeOffset now) => new(
    [
        next,
        .. All.Select(secret => secret with { Until = secret.Until ?? now + Overlap }).Where(secret => secret.Until > now).Take(MostKept - 1),
    ]);
}
