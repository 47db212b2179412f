using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.Operators;

/// <summary>GET /ops/api/notices/unmatched: what providers signed and nobody could use, newest first.</summary>
internal sealed class ListUnmatched(UnmatchedNotices notices, Cursor cursors)
{
    private const string Scope = "unmatched";

    [Function("ListUnmatchedNotices")]
    [ForOperators]
    [Operation("listUnmatchedNotices", "List signed notices that nobody could use, newest first")]
    [Paged]
    [Answers(200, typeof(Page<UnmatchedNotice>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.UnmatchedNotices)] HttpRequest request)
    {
        var context = request.HttpContext;
        var query = new QueryFields(context.Request.Query);
        var page = PageRequest.Read(query, cursors, Scope);
        query.ThrowIfInvalid();

        var found = await notices.ListAsync(page, context.RequestAborted);

        return Results.Ok(page.Of(found, notice => notice, UnmatchedNotices.PlaceOf, cursors, Scope));
    }
}
