using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Sessions;

/// <summary>GET /v1/sessions/{id}</summary>
internal static class GetSession
{
    [Operation("getSession", "Read a session")]
    [Answers(200, typeof(SessionView))]
    public static async Task<IResult> Handle(string id, HttpContext context, SessionStore sessions, SessionExpiry expiry) =>
        await sessions.FindOwnAsync(id, context) is { } found
            ? Results.Json((await expiry.TellAsync(found, context.RequestAborted)).View(expiry.Now))
            : Problems.NotFound();

    /// <summary>A session of the partner who calls; another's, and what is no session id, is not there.</summary>
    public static async Task<StoredSession?> FindOwnAsync(this SessionStore sessions, string id, HttpContext context) =>
        PrefixedId.TryParse<SessionId>(id, out var session)
            ? await sessions.FindAsync(session, context.Partner().Id, context.RequestAborted)
            : null;
}
