using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Kyc;

/// <summary>POST /widget/sessions/{id}/kyc: starts or resumes the verification of the session's user.</summary>
internal sealed class StartKyc(
    Verifications verifications, TellKyc tell, SessionStore sessions, SellOrchestrations orchestrations, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private const string Says = "While the session is open, or while its sell is on hold because the user has to be verified again.";

    [Function("StartKyc")]
    [ForSellPage]
    [Idempotent]
    [Operation("startKyc", "Start or resume the user's verification", Says = Says)]
    [Takes(typeof(KycBody), IsOptional = true)]
    [Answers(200, typeof(StartedKycView))]
    [Refuses("session_ended", "sell_exists", "session_busy", "provider_unavailable")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.PageKyc)] HttpRequest request,
        [DurableClient] DurableTaskClient durable)
    {
        var context = request.HttpContext;
        if (context.Session() is { Sell: { Phase: SellPhase.OnHold, HoldReason: HoldReasons.KycRequired } } held)
        {
            return await VerifyAgainAsync(context, held, verifications, orchestrations);
        }

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
        {
            return Silent();
        }

        await tell.TellAsync(stored, status, cancellation);
        await tell.TellAsync(session.PartnerId, user.Key, status, cancellation);
        return Show(started, status);
    }

    // The sell looks at the user's row itself; it is only told that now is a good time.
    private static async Task<IResult> VerifyAgainAsync(
        HttpContext context, StoredSession held, Verifications verifications, SellOrchestrations orchestrations)
    {
        await RequestBody.ReadAsync(context, optional: true);
        var (started, status) = await verifications.StartAsync(KycUser.Of(held.Session), context.RequestAborted);
        if (started is null)
        {
            return Silent();
        }

        if (status == KycStatus.Verified)
        {
            await orchestrations.HintAsync(held.Sell!.Id, SellSignals.NoticeReceived, null, context.RequestAborted);
        }

        return Show(started, status);
    }

    private static IResult Show(Verification started, KycStatus status) =>
        Results.Json(new StartedKycView(status, status == KycStatus.Verified ? null : started.Url));

    private static ProblemResult Silent() =>
        Problems.Unavailable("provider_unavailable", "The verification provider does not answer. Try again.", Pause);

    // An act of the user; and the first of a user whom the partner did not name says how to reach him, and not who he is.
    private static async Task<StoredSession> TouchAsync(
        StoredSession stored, string? email, SessionStore sessions, TimeProvider clock, CancellationToken cancellation)
    {
        if (stored.Session.UserKey is null)
        {
            await sessions.ListAsync(
                stored.Session.PartnerId, stored.Session.Id, UserKeys.OfSession(stored.Session.Id), stored.Session.UserReference, email, cancellation);
        }

        return await sessions.ChangeAsync(stored, current => Named(current.Session, email).Touched(clock.GetUtcNow()), cancellation);
    }

    private static Session Named(Session session, string? email) => session.UserKey is not null || email is null
        ? session
        : session with { ContactEmail = email, UserKey = UserKeys.OfSession(session.Id) };
}

internal sealed record StartedKycView(KycStatus Status, string? VerificationUrl);

/// <summary>The fields of the body, for the API's description.</summary>
internal sealed record KycBody
{
    public string? Email { get; init; }
}
