using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Sessions;

/// <summary>
/// Endpoint filter of the sell page: <c>Authorization: Bearer</c> with the client secret of the session in the path, or
/// 401. The session is read once, here, and passed on.
/// </summary>
internal sealed class SessionAuthentication(SessionStore sessions, ClientSecret secrets, CallLimits limits, TimeProvider clock) : IEndpointFilter
{
    /// <summary>How long after the last change the secret still reads.</summary>
    private static readonly TimeSpan ReadableAfterChange = TimeSpan.FromDays(30);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (await FindAsync(http) is not { } session)
            return Problems.Unauthorized();
        if (limits.CountSession(session.Session.Id.ToString()) is { } tooMany)
            return tooMany;
        http.Items[typeof(StoredSession)] = session;
        http.SetCredentialScope($"s|{session.Session.Id.Id}");
        return await next(context);
    }

    private async Task<StoredSession?> FindAsync(HttpContext http)
    {
        if (!PrefixedId.TryParse<SessionId>(http.Request.RouteValues["id"] as string, out var id)
            || Bearer.Read(http.Request) is not { } secret
            || secrets.Read(id, secret) is not { } version
            || await sessions.FindAsync(id, http.RequestAborted) is not { } found
            || found.Session.SecretVersion != version)
            return null;
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
