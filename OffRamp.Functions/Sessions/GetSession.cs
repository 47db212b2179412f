using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Sessions;

/// <summary>GET /v1/sessions/{id}</summary>
internal sealed class GetSession(SessionStore sessions, SessionExpiry expiry)
{
    [Function("GetSession")]
    [ForPartners]
    [Operation("getSession", "Read a session")]
    [Answers(200, typeof(SessionView))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Session)] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string id) =>
        await sessions.FindOwnAsync(id, request.HttpContext) is { } found
            ? Results.Json((await expiry.TellAsync(found, request.HttpContext.RequestAborted)).View(expiry.Now))
            : Problems.NotFound();
}

internal static class OwnSessions
{
    /// <summary>A session of the partner who calls; another's, and what is no session id, is not there.</summary>
    public static async Task<StoredSession?> FindOwnAsync(this SessionStore sessions, string id, HttpContext context) =>
        PrefixedId.TryParse<SessionId>(id, out var session)
            ? await sessions.FindAsync(session, context.Partner().Id, context.RequestAborted)
            : null;
}
