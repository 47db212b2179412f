using Microsoft.AspNetCore.Http.Metadata;

namespace OffRamp.Functions.Hosting;

/// <summary>Endpoints for the Functions host alone: one per function that is not HTTP, named as its folder.</summary>
internal static class HostFunctions
{
    private static readonly SizeLimit Size = new(HostInvocation.Limit);

    /// <summary>
    /// A timer function. The work runs in a scope of its own and ends by its deadline; a failure is logged, here and by
    /// the host, and the next run is the next attempt.
    /// </summary>
    public static void MapTimer(
        this IEndpointRouteBuilder routes, string name, Func<IServiceProvider, CancellationToken, Task> work) =>
        routes.MapFunction(name, "timer", Deadlines.Other, async (context, _, token) =>
        {
            await work(context.RequestServices, token);
            return null;
        });

    /// <summary>A function that takes a text and gives one, or fails with a status other than 2xx.</summary>
    public static void MapFunction(
        this IEndpointRouteBuilder routes, string name, string binding, TimeSpan deadline, FunctionWork work) =>
        routes.MapInvocation(name, async context =>
        {
            var result = await Deadlines.Within(
                deadline,
                async token => await work(context, await HostInvocation.ReadAsync(context, binding), token),
                context.RequestAborted);
            await HostInvocation.AnswerAsync(context, result);
        });

    /// <summary>An endpoint that only the Functions host can reach. The handler must answer with a body, whatever happens.</summary>
    public static void MapInvocation(this IEndpointRouteBuilder routes, string name, RequestDelegate handler) =>
        routes.MapPost("/" + name, (RequestDelegate)(async context =>
            {
                if (HostInvocation.IsFromOutside(context.Request))
                {
                    await Problems.NotFound().ExecuteAsync(context);
                    return;
                }
                using var span = Telemetry.Source.StartActivity(name);
                try
                {
                    await handler(context);
                }
                catch (Exception e) when (!context.Response.HasStarted)
                {
                    await new ProblemResult(context.RequestServices.GetRequiredService<Failures>().Describe(e)).ExecuteAsync(context);
                }
            }))
            .WithMetadata(Size, new HostFunction(name));

    private sealed record SizeLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}

/// <returns>The text to hand back to the host; null for none.</returns>
internal delegate Task<string?> FunctionWork(HttpContext context, Invocation invocation, CancellationToken cancellationToken);

/// <summary>Endpoint metadata: the function this endpoint is.</summary>
internal sealed record HostFunction(string Name);
