using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Hosting.Http;

/// <summary>
/// Counts refused credentials by the caller's address, and answers 429 where there are too many. Those that are good are
/// counted by whoever checks them, see <see cref="CallLimits"/>.
/// </summary>
internal sealed class RateLimit(CallLimits limits) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var call = HttpCall.Of(context);
        try
        {
            await next(context);
        }
        catch (ProblemException e) when (e.Problem.Status == StatusCodes.Status401Unauthorized)
        {
            call.Result = new ProblemResult(e.Problem);
        }
        if (call.Result is ProblemResult { StatusCode: StatusCodes.Status401Unauthorized })
        {
            call.Result = limits.CountStranger(call.Context) ?? call.Result;
        }
    }
}
