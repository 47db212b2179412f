using OffRamp.Functions.Hosting;
using OffRamp.Functions.SellPage;

namespace OffRamp.Functions.Sessions;

/// <summary>POST /v1/sessions/{id}/cancel, and the sell page's: before any deposit was seen, and never after.</summary>
internal static class CancelSession
{
    private const string Says = "Only before any deposit was seen. The same answer when it is repeated. "
        + "Undecided after 10 s it is 503 `decision_pending`, and the request stands.";

    [Operation("cancelSession", "Cancel a session and its sell", Says = Says)]
    [Takes(typeof(NoFields), IsOptional = true)]
    [Answers(200, typeof(SessionView))]
    [Refuses("deposit_already_detected", "session_not_cancellable", "session_busy", "decision_pending")]
    public static async Task<IResult> HandlePartner(string id, HttpContext context, SessionStore sessions, CancelDesk desk, TimeProvider clock)
    {
        if (await sessions.FindOwnAsync(id, context) is not { } found)
            return Problems.NotFound();
        await RequestBody.ReadAsync(context, optional: true);
        return Results.Json((await desk.CancelAsync(found, context.RequestAborted)).View(clock.GetUtcNow()));
    }

    [Operation("cancelPageSession", "Cancel the session and its sell", Says = Says)]
    [Takes(typeof(NoFields), IsOptional = true)]
    [Answers(200, typeof(SessionView))]
    [Refuses("deposit_already_detected", "session_not_cancellable", "session_busy", "decision_pending")]
    public static async Task<IResult> HandlePage(HttpContext context, CancelDesk desk, TimeProvider clock)
    {
        await RequestBody.ReadAsync(context, optional: true);
        return Results.Json(PageView.Of((await desk.CancelAsync(context.Session(), context.RequestAborted)).View(clock.GetUtcNow())));
    }
}
