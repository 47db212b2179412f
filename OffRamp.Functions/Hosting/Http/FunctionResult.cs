using System.Runtime.ExceptionServices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace OffRamp.Functions.Hosting.Http;

/// <summary>
/// Innermost: takes what the function has returned, so that it is written inside of the middleware before it and not after
/// all of it, nor sent to the host a second time.
/// </summary>
internal sealed class FunctionResult : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (AggregateException e) when (e.InnerExceptions is [var thrown])
        {
            // The worker waits for a function's task by its continuation, which wraps what the function has thrown.
            ExceptionDispatchInfo.Throw(thrown);
        }
        var returned = context.GetInvocationResult();
        HttpCall.Of(context).Result = returned.Value;
        returned.Value = null;
    }
}
