using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting.Http;

/// <summary>
/// What no other function takes. The Functions host asks functions in the order of their names, so this one's is the last;
/// and it answers a wrong method with an empty 404, so this one names no methods and sees them all.
/// </summary>
internal sealed class Everything(HttpFunctions functions)
{
    [Function("ZzEverything")]
    [ForAnyone]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = Routes.Everything)] HttpRequest request)
    {
        // Monitoring, and the platform's own look whether the app is there.
        if (request.Path is { Value: "/" or "" or null } && HttpMethods.IsGet(request.Method))
        {
            return Results.Text("");
        }
        var methods = functions.All.Where(function => function.Methods.Count > 0 && function.Matches(request.Path))
            .SelectMany(function => function.Methods).Distinct().ToList();
        if (methods.Count == 0)
        {
            return Problems.NotFound();
        }
        if (!methods.Contains(HttpMethods.Options))
        {
            methods.Add(HttpMethods.Options);
        }
        var allowed = request.HttpContext.Response.Headers.Allow = string.Join(", ", methods);
        return HttpMethods.IsOptions(request.Method) ? Results.NoContent() : Problems.Of("method_not_allowed", $"Allowed here: {allowed}.");
    }
}
