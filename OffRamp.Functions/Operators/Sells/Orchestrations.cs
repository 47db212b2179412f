using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>
/// GET /ops/api/orchestrations/{instance_id}, its /history, and ?runtime_status=: what the Durable engine says, without inputs,
/// outputs and stack traces.
/// </summary>
internal sealed class Orchestrations(IOrchestrationClient client, Cursor cursors)
{
    private const int MostListed = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Function("GetOrchestration")]
    [ForOperators]
    [Operation("getOrchestration", "Read an orchestration")]
    [Answers(200, typeof(OrchestrationView))]
    [Refuses("orchestrations_unavailable")]
    public async Task<IResult> GetOrchestration(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Orchestration)] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string instanceId)
    {
        var cancellation = request.HttpContext.RequestAborted;
        if (!IsId(instanceId))
        {
            return Problems.NotFound("There is no such orchestration.");
        }

        var answer = await FindAsync(instanceId, cancellation);
        if (!answer.IsKnown)
        {
            return Unavailable();
        }

        return answer.Value is { } found ? Results.Ok(found) : Problems.NotFound("There is no such orchestration.");
    }

    [Function("GetOrchestrationHistory")]
    [ForOperators]
    [Operation("getOrchestrationHistory", "Read what an orchestration has done, oldest first", Says = "Names and times only: of inputs and outputs nothing. The newest thousand.")]
    [Answers(200, typeof(OrchestrationHistory))]
    [Refuses("orchestrations_unavailable")]
    public async Task<IResult> GetHistory(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.OrchestrationHistory)] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string instanceId)
    {
        if (!IsId(instanceId))
        {
            return Problems.NotFound("There is no such orchestration.");
        }

        var answer = await AskAsync(token => client.FindHistoryAsync(instanceId, token), request.HttpContext.RequestAborted);
        if (!answer.IsKnown)
        {
            return Unavailable();
        }

        return answer.Value is { } events
            ? Results.Ok(new OrchestrationHistory([.. events.TakeLast(MostListed).Select(HistoryEventView.Of)]))
            : Problems.NotFound("There is no such orchestration.");
    }

    [Function("ListOrchestrations")]
    [ForOperators]
    [Operation("listOrchestrations", "List orchestrations, newest first")]
    [Paged]
    [QueryParameter("runtime_status", typeof(OrchestrationRuntimeStatus))]
    [Answers(200, typeof(Page<OrchestrationView>))]
    [Refuses("orchestrations_unavailable")]
    public async Task<IResult> ListOrchestrations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Orchestrations)] HttpRequest request,
        [DurableClient] DurableTaskClient durable)
    {
        var context = request.HttpContext;
        var query = new QueryFields(context.Request.Query);
        var status = query.Parsed<OrchestrationRuntimeStatus>("runtime_status", ReadStatus, "not_supported", "a state such as running or failed");
        var scope = $"orchestrations:{status}";
        var page = PageRequest.Read(query, cursors, scope);
        query.ThrowIfInvalid();

        var answer = await AskAsync(token => ListAsync(status, token), context.RequestAborted);
        if (!answer.IsKnown)
        {
            return Unavailable();
        }

        var rest = answer.Value!.Where(item => page.After is null || string.CompareOrdinal(PlaceOf(item), page.After) > 0);
        return Results.Ok(page.Of([.. rest.Take(page.Limit + 1)], item => item, PlaceOf, cursors, scope));
    }

    /// <summary>The instance, or null where there is none; not known when the API does not answer.</summary>
    public Task<DurableAnswer<OrchestrationView>> FindAsync(string instanceId, CancellationToken cancellation) => AskAsync(
        async token => await client.FindAsync(instanceId, token) is { } found ? OrchestrationView.Of(found) : null, cancellation);

    // The engine lists in no order that could be relied on, so the newest are found among all, up to a bearable number.
    private async Task<List<OrchestrationView>?> ListAsync(OrchestrationRuntimeStatus? status, CancellationToken cancellation)
    {
        var found = new List<OrchestrationView>();
        await foreach (var instance in client.ListAsync(status, cancellation))
        {
            found.Add(OrchestrationView.Of(instance));
            if (found.Count == MostListed)
            {
                break;
            }
        }

        return [.. found.OrderBy(PlaceOf, StringComparer.Ordinal)];
    }

    private static async Task<DurableAnswer<T>> AskAsync<T>(Func<CancellationToken, Task<T?>> ask, CancellationToken cancellation)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return new(true, await ask(patience.Token));
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return new(false, null);
        }
    }

    private static string PlaceOf(OrchestrationView item) => $"{long.MaxValue - item.CreatedAt.UtcTicks:D19}|{item.InstanceId}";

    // As we write it or as Durable Functions does: continued_as_new, ContinuedAsNew.
    private static OrchestrationRuntimeStatus? ReadStatus(string text) =>
        text.All(character => char.IsAsciiLetter(character) || character == '_')
        && Enum.TryParse<OrchestrationRuntimeStatus>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var status) ? status : null;

    private static bool IsId(string text) =>
        text.Length is > 0 and <= 100 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or ':' or '.');

    private static ProblemResult Unavailable() =>
        Problems.Unavailable("orchestrations_unavailable", "The Durable engine does not answer.", TimeSpan.FromSeconds(5));
}

/// <param name="IsKnown">False when nobody answered.</param>
internal sealed record DurableAnswer<T>(bool IsKnown, T? Value);
