using OffRamp.Functions.Hosting;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Kyc;

/// <summary>POST /widget/sessions/{id}/kyc: starts or resumes the verification of the session's user.</summary>
internal static class StartKyc
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    [Operation("startKyc", "Start or resume the user's verification")]
    [Takes(typeof(KycBody), IsOptional = true)]
    [Answers(200, typeof(StartedKycView))]
    [Refuses("session_ended", "sell_exists", "session_busy", "provider_unavailable")]
    public static async Task<IResult> Handle(
        HttpContext context, Verifications verifications, TellKyc tell, SessionStore sessions, TimeProvider clock)
    {
        var stored = context.OpenSession(clock);
        var fields = await RequestBody.ReadAsync(context, optional: true);
        var email = fields.Email("email", required: stored.Session is { UserKey: null });
        fields.ThrowIfInvalid();

        var cancellation = context.RequestAborted;
        stored = await TouchAsync(stored, email, sessions, clock, cancellation);
        var session = stored.Session;
        var user = KycUser.Of(session);
        var (started, status) = await verifications.StartAsync(user, cancellation);
        if (started is null)
            return Problems.Unavailable("provider_unavailable", "The verification provider does not answer. Try again.", Pause);
        await tell.TellAsync(stored, status, cancellation);
        await tell.TellAsync(session.PartnerId, user.Key, status, cancellation);
        return Results.Json(new StartedKycView(status, status == KycStatus.Verified ? null : started.Url));
    }

    // An act of the user; and the first of a user whom the partner did not name says who it is.
    private static async Task<StoredSession> TouchAsync(
        StoredSession stored, string? email, SessionStore sessions, TimeProvider clock, CancellationToken cancellation)
    {
        if (stored.Session.UserKey is null)
            await sessions.ListAsync(
                stored.Session.PartnerId, stored.Session.Id, UserKeys.Of(null, email), stored.Session.UserReference, cancellation);
        return await sessions.ChangeAsync(stored, current => Named(current.Session, email).Touched(clock.GetUtcNow()), cancellation);
    }

    private static Session Named(Session session, string? email) => email is null || session.UserEmail is not null
        ? session
        : session with { UserEmail = email, UserKey = session.UserKey ?? UserKeys.Of(null, email) };
}

internal sealed record StartedKycView(KycStatus Status, string? VerificationUrl);

/// <summary>The fields of the body, for the API's description.</summary>
internal sealed record KycBody
{
    public string? Email { get; init; }
}
