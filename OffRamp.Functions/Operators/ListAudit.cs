using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Operators;

/// <summary>GET /ops/api/audit?subject=: what operators have done, newest first.</summary>
internal sealed class ListAudit(OperatorLog log, Cursor cursors)
{
    [Function("ListAudit")]
    [ForOperators]
    [Operation("listAudit", "List what operators have done, newest first")]
    [Paged]
    [QueryParameter("subject")]
    [Answers(200, typeof(Page<AuditEntry>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Audit)] HttpRequest request)
    {
        var context = request.HttpContext;
        var cancellation = request.HttpContext.RequestAborted;
        var query = new QueryFields(context.Request.Query);
        var subject = query.Text("subject");
        var scope = $"audit:{subject}";
        var page = PageRequest.Read(query, cursors, scope);
        query.ThrowIfInvalid();

        var entries = await log.ReadAsync(page, subject, cancellation);

        return Results.Ok(page.Of(entries, Show, e => e.Id.ToNewestFirst(), cursors, scope));
    }

    private static AuditEntry Show(LogEntry entry) =>
        new($"aud_{entry.Id}", entry.At, entry.Operator, entry.Action, entry.Subject, entry.Reason, entry.Sequence, entry.Outcome, entry.Seen);
}

internal sealed record AuditEntry(
    string Id, DateTimeOffset At, string Operator, string Action, string Subject, string? Reason, long? Sequence, string? Outcome, string? Seen);
