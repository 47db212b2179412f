using OffRamp.LocalHost.Hub;
using OffRamp.LocalHost.Hub.Journal;

namespace OffRamp.LocalHost.DurableApi;

/// <summary>The Durable HTTP API, as the extension serves it to whoever has the system key.</summary>
internal static class DurableApiRoutes
{
    public const string Base = "/runtime/webhooks/durabletask";

    public static void MapDurableApi(this IEndpointRouteBuilder routes, TaskHub hub, DurableKey key, string hubName)
    {
        var links = new InstanceLinks(hubName, key.Value);
        var start = new StartInstance(hub, links);
        var control = new ControlInstance(hub);
        var query = new QueryInstances(hub, links);
        var purge = new PurgeInstances(hub);

        var api = routes.MapGroup(Base).AddEndpointFilter(key).AddEndpointFilter(AnswerProblems);
        api.MapPost("/orchestrators/{name}", start.NewIdAsync);
        api.MapPost("/orchestrators/{name}/{id}", start.StartAsync);
        api.MapGet("/instances", query.List);
        api.MapGet("/instances/{id}", query.Get);
        api.MapPost("/instances/{id}/raiseEvent/{eventName}", control.RaiseEventAsync);
        api.MapPost("/instances/{id}/terminate", control.TerminateAsync);
        api.MapPost("/instances/{id}/suspend", control.SuspendAsync);
        api.MapPost("/instances/{id}/resume", control.ResumeAsync);
        api.MapPost("/instances/{id}/rewind", () => DurableProblem.Of(StatusCodes.Status501NotImplemented, "This task hub cannot rewind."));
        api.MapPost("/instances/{id}/restart", start.RestartAsync);
        api.MapDelete("/instances", purge.ManyAsync);
        api.MapDelete("/instances/{id}", purge.OneAsync);
    }

    private static async ValueTask<object?> AnswerProblems(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception problem) when (problem is JournalUnavailableException or ObjectDisposedException)
        {
            return DurableProblem.Of(StatusCodes.Status503ServiceUnavailable, problem.Message);
        }
    }
}
