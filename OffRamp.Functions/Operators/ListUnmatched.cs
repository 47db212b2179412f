using OffRamp.Functions.Hosting;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Webhooks;

namespace OffRamp.Functions.Operators;

/// <summary>GET /ops/api/notices/unmatched: what providers signed and nobody could use, newest first.</summary>
internal static class ListUnmatched
{
    private const string Scope = "unmatched";

    [Operation("listUnmatchedNotices", "List signed notices that nobody could use, newest first")]
    [Paged]
    [Answers(200, typeof(Page<UnmatchedNotice>))]
    public static async Task<IResult> Handle(HttpContext context, UnmatchedNotices notices, Cursor cursors)
    {
        var query = new QueryFields(context.Request.Query);
        var page = PageRequest.Read(query, cursors, Scope);
        query.ThrowIfInvalid();

        var found = await notices.ListAsync(page, context.RequestAborted);

        return Results.Ok(page.Of(found, notice => notice, UnmatchedNotices.PlaceOf, cursors, Scope));
    }
}
