using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;

namespace OffRamp.Functions.Sessions;

/// <summary>POST /v1/sessions/{id}/client_secret: a new secret; the old one opens nothing any more.</summary>
internal sealed class RenewSecret(SessionStore sessions, WidgetLink link, TimeProvider clock)
{
    [Function("RenewClientSecret")]
    [ForPartners]
    [Idempotent]
    [Operation("renewClientSecret", "Make a new client secret; the old one opens nothing any more")]
    [Takes(typeof(NoFields), IsOptional = true)]
    [Answers(200, typeof(SessionView), Says = "The session, with the new `client_secret` and `widget_url`.")]
    [Refuses("session_busy")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.SessionClientSecret)] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string id)
    {
        var context = request.HttpContext;
        if (await sessions.FindOwnAsync(id, context) is not { } found)
        {
            return Problems.NotFound();
        }

        await RequestBody.ReadAsync(context, optional: true);
        var renewed = await sessions.ChangeAsync(
            found,
            current => current.Session with { SecretVersion = current.Session.SecretVersion + 1 },
            context.RequestAborted);
        return Results.Json(link.Show(renewed.View(clock.GetUtcNow()), renewed.Session));
    }
}
