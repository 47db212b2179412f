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
        await next(context);
        var returned = context.GetInvocationResult();
        HttpCall.Of(context).Result = returned.Value;
        returned.Value = null;
    }
}
