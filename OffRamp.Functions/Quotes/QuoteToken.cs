using System.Buffers.Text;
using System.Text.Json;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Quotes;

/// <summary>
/// Ids of quotes carry their terms, sealed, so that nothing is stored: <c>quo_</c> and at most 1,024 characters in all.
/// A quote opens only for the holder it was made for, a session; indicative quotes have a holder that no session is.
/// </summary>
internal sealed class QuoteToken(ServerKey key)
{
    private const string Prefix = "quo_";
    private const string Purpose = "quote";
    private const int LongestToken = 1024;

    public string Write(QuoteTerms terms, string holder) =>
        Prefix + Base64Url.EncodeToString(key.Seal(Purpose, JsonSerializer.SerializeToUtf8Bytes(terms, ApiJson.Options), holder));

    /// <summary>The terms, expired or not; null where the quote is not one that we made for this holder.</summary>
    public QuoteTerms? Read(string token, string holder)
    {
        if (token.Length > LongestToken || !token.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(token.AsSpan(Prefix.Length)))
        {
            return null;
        }

        var box = Base64Url.DecodeFromChars(token.AsSpan(Prefix.Length));
        return key.Open(Purpose, box, holder) is { } terms ? JsonSerializer.Deserialize<QuoteTerms>(terms, ApiJson.Options) : null;
    }

    /// <summary>What is kept of the quote that a sell was made on.</summary>
    public static string Hash(string token) => Secrets.Hash(token);
}
