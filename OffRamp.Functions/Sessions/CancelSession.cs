using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;

namespace OffRamp.Functions.Sessions;

/// <summary>POST /v1/sessions/{id}/cancel: before any deposit was seen, and never after.</summary>
internal sealed class CancelSession(SessionStore sessions, SessionCancellation cancellations, TimeProvider clock)
{
    public const string Says = "Only before any deposit was seen. The same answer when it is repeated. "
        + "Undecided after 10 s it is 503 `decision_pending`, and the request stands.";

    [Function("CancelSession")]
    [ForPartners]
    [Idempotent]
    [Operation("cancelSession", "Cancel a session and its sell", Says = Says)]
    [Takes(typeof(NoFields), IsOptional = true)]
    [Answers(200, typeof(SessionView))]
    [Refuses("deposit_already_detected", "session_not_cancellable", "session_busy", "decision_pending")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.SessionCancel)] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string id)
    {
        var context = request.HttpContext;
        if (await sessions.FindOwnAsync(id, context) is not { } found)
        {
            return Problems.NotFound();
        }

        await RequestBody.ReadAsync(context, optional: true);
        return Results.Json((await cancellations.CancelAsync(found, context.RequestAborted)).View(clock.GetUtcNow()));
    }
}
