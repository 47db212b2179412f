using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Hosting.Http;

/// <summary>
/// Holds every HTTP function to its deadline: <see cref="HttpContext.RequestAborted"/> is cancelled then, and nobody waits
/// longer, whether the function heeds it or not.
/// </summary>
internal sealed class RequestDeadline : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var call = HttpCall.Of(context);
        var http = call.Context;
        var aborted = http.RequestAborted;
        try
        {
            await Deadlines.Within(
                call.Function.Find<DeadlineAttribute>()?.Length ?? Deadlines.Other,
                async token =>
                {
                    http.RequestAborted = token;
                    await next(context);
                    return true;
                },
                aborted);
        }
        catch (DeadlineExceededException e)
        {
            e.KeepOff(http);
            call.Result = Problems.Unavailable("deadline_exceeded", "The request took too long. Try it again.", TimeSpan.FromSeconds(5));
        }
        finally
        {
            http.RequestAborted = aborted;
        }
    }
}

/// <summary>A deadline other than the usual one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeadlineAttribute(int milliseconds) : Attribute
{
    public TimeSpan Length => TimeSpan.FromMilliseconds(milliseconds);
}
