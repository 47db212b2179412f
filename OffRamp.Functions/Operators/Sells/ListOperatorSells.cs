using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>GET /ops/api/sells?queue=: the sells in one of the operators' queues, newest first.</summary>
internal sealed class ListOperatorSells(OperatorSells sells, Cursor cursors)
{
    [Function("ListQueue")]
    [ForOperators]
    [Operation("listQueue", "List the sells in a queue, newest first")]
    [Paged]
    [QueryParameter("queue", IsRequired = true)]
    [Answers(200, typeof(Page<OperatorSellView>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.OperatorSells)] HttpRequest request)
    {
        var context = request.HttpContext;
        var query = new QueryFields(context.Request.Query);
        var queue = query.OneOf("queue", Queues.All);
        if (queue is null && !query.Problems.Any)
        {
            query.Problems.Add("queue", "required", $"queue must be one of {string.Join(", ", Queues.All)}.");
        }

        var scope = $"queue:{queue}";
        var page = PageRequest.Read(query, cursors, scope);
        query.ThrowIfInvalid();

        var found = await sells.ListAsync(queue!, page, context.RequestAborted);

        return Results.Ok(page.Of(found, OperatorSellView.Of, sell => QueueIndex.RowOf(sell.Id), cursors, scope));
    }
}
