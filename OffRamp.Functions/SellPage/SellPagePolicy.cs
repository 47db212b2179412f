using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.SellPage;

/// <summary>
/// The page's Content-Security-Policy: files of our own, WebSockets of the live updates, the card provider's page as
/// the only frame in it, and only the partner's allowed origins around it. Of a session that nobody has it betrays nothing: nobody may frame it.
/// </summary>
internal sealed class SellPagePolicy(SessionStore sessions, KnownPartners partners, Settings settings)
{
    private const string None = "'none'";

    public async Task<string> OfAsync(string id, CancellationToken cancellation) => string.Join("; ",
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        $"connect-src 'self'{Live()}",
        $"frame-src {settings.CardPage?.GetLeftPart(UriPartial.Authority) ?? None}",
        "base-uri 'none'",
        "form-action 'none'",
        $"frame-ancestors {await AncestorsAsync(id, cancellation)}",
    ]);

    // http becomes ws, https wss.
    private string Live() => settings.Realtime is { } live ? $" ws{live.Url.GetLeftPart(UriPartial.Authority)["http".Length..]}" : "";

    private async Task<string> AncestorsAsync(string id, CancellationToken cancellation)
    {
        if (!PrefixedId.TryParse<SessionId>(id, out var sessionId) || await sessions.FindAsync(sessionId, cancellation) is not { } found)
        {
            return None;
        }

        var origins = (await partners.FindAsync(found.Session.PartnerId, cancellation)).AllowedOrigins;
        return origins.Count == 0 ? None : string.Join(' ', origins);
    }
}
