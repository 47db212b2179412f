using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Partners;

/// <summary>
/// The secret of a partner's backend, shown once and stored as a hash. Its prefix tells people (and scanners of leaked
/// secrets) what they have found.
/// </summary>
internal static class ClientToken
{
    /// <param name="live">False in local mode, where no money moves.</param>
    public static string New(bool live) => Prefix(live) + Secrets.New();

    /// <param name="live">False in local mode, where no money moves.</param>
    /// <param name="secret">32 bytes that nobody can guess.</param>
    public static string Of(bool live, byte[] secret) => Prefix(live) + Convert.ToHexStringLower(secret);

    /// <summary>Whether a text can be a token at all: anything else needs no look into the storage.</summary>
    public static bool LooksLikeOne(string text) =>
        text.Length is > 8 and <= 128
        && (text.StartsWith("ot_live_", StringComparison.Ordinal) || text.StartsWith("ot_test_", StringComparison.Ordinal))
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Prefix(bool live) => live ? "ot_live_" : "ot_test_";
}
