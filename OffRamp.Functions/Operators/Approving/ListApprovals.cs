using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Operators.Approving;

/// <summary>GET /ops/api/approvals: what waits or waited for a second operator, newest first.</summary>
internal sealed class ListApprovals(Approvals approvals, Cursor cursors)
{
    private const string Scope = "approvals";

    [Function("ListApprovals")]
    [ForOperators]
    [Operation("listApprovals", "List what waits or waited for a second operator, newest first")]
    [Paged]
    [Answers(200, typeof(Page<ApprovalView>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Approvals)] HttpRequest request)
    {
        var query = new QueryFields(request.Query);
        var page = PageRequest.Read(query, cursors, Scope);
        query.ThrowIfInvalid();

        var found = await approvals.ListAsync(page, request.HttpContext.RequestAborted);

        return Results.Ok(page.Of(found, one => ApprovalView.Of(one.Approval, one.State), one => one.Approval.Id.ToNewestFirst(), cursors, Scope));
    }
}
