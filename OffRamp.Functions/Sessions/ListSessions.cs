using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Sessions;

/// <summary>GET /v1/sessions?status=&amp;user_reference=</summary>
internal sealed class ListSessions(SessionList list, Cursor cursors, TimeProvider clock)
{
    [Function("ListSessions")]
    [ForPartners]
    [Operation("listSessions", "List sessions, newest first")]
    [Paged]
    [QueryParameter("status", typeof(SessionStatus))]
    [QueryParameter("user_reference")]
    [Answers(200, typeof(Page<SessionView>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Sessions)] HttpRequest request)
    {
        var context = request.HttpContext;
        var partner = context.Partner();
        var query = new QueryFields(context.Request.Query);
        var scope = $"sessions:{partner.Id}";
        var page = PageRequest.Read(query, cursors, scope);
        var status = query.Word<SessionStatus>("status");
        var reference = query.Text("user_reference");
        query.ThrowIfInvalid();

        var now = clock.GetUtcNow();
        var filter = new ListFilter(reference, null, null, session =>
            (status is null || session.StatusAt(now) == status)
            && (reference is null || session.Session.UserReference == reference));
        return Results.Json(await list.ReadAsync(partner, scope, page, filter, session => session.View(now), context.RequestAborted));
    }
}
