using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Limits;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Sessions;

/// <summary>
/// The sell page: <c>Authorization: Bearer</c> with the client secret of the session in the path, or
/// 401. The session is read once, here, and passed on.
/// </summary>
internal sealed class SessionAuthentication(SessionStore sessions, ClientSecret secrets, CallLimits limits, TimeProvider clock) : ICallerAuthentication
{
    /// <summary>How long after the last change the secret still reads.</summary>
    private static readonly TimeSpan ReadableAfterChange = TimeSpan.FromDays(30);

    public Caller Caller => Caller.SellPage;

    public async Task<ProblemResult?> AuthenticateAsync(HttpCall call)
    {
        var http = call.Context;

        // The page counts down by it: a user's clock may be wrong, and in local mode business time runs ahead.
        http.Response.Headers.Date = clock.GetUtcNow().ToString("R");
        if (await FindAsync(http) is not { } session)
        {
            return Problems.Unauthorized();
        }

        if (limits.CountSession(session.Session.Id.ToString()) is { } tooMany)
        {
            return tooMany;
        }

        http.Items[typeof(StoredSession)] = session;
        http.SetCredentialScope($"s|{session.Session.Id.Id}");
        return null;
    }

    private async Task<StoredSession?> FindAsync(HttpContext http)
    {
        if (!PrefixedId.TryParse<SessionId>(http.Request.RouteValues["id"] as string, out var id)
            || Bearer.Read(http.Request) is not { } secret
            || secrets.Read(id, secret) is not { } version
            || await sessions.FindAsync(id, http.RequestAborted) is not { } found
            || found.Session.SecretVersion != version)
        {
            return null;
        }

        var changedAt = found.Sell is { } sell && sell.UpdatedAt > found.Session.UpdatedAt ? sell.UpdatedAt : found.Session.UpdatedAt;
        return clock.GetUtcNow() <= changedAt + ReadableAfterChange ? found : null;
    }
}

internal static class AuthenticatedSession
{
    /// <summary>The session whose secret the caller holds, on endpoints behind <see cref="SessionAuthentication"/>.</summary>
    public static StoredSession Session(this HttpContext context) =>
        context.Items[typeof(StoredSession)] as StoredSession
        ?? throw new InvalidOperationException("This endpoint is not behind the session's authentication.");

    /// <summary>The same, where it must be open and without a sell.</summary>
    /// <exception cref="ProblemException">409 <c>session_ended</c> or <c>sell_exists</c>.</exception>
    public static StoredSession OpenSession(this HttpContext context, TimeProvider clock)
    {
        var session = context.Session();
        return session.StatusAt(clock.GetUtcNow()) switch
        {
            SessionStatus.Open => session,
            SessionStatus.Pending or SessionStatus.Processing =>
                throw Problems.Because("sell_exists", "The session has a sell already."),
            var status => throw Problems.Because("session_ended", $"The session is {status.ToString().ToLowerInvariant()}."),
        };
    }
}
