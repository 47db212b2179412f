using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Hosting.Http;

/// <summary>
/// Writes what the call has come to, and sees to it that every refusal has the contract's shape, whoever refused: the
/// function, somebody before it, or an exception of either, or of the writing itself.
/// </summary>
internal sealed class ProblemAnswers(Failures failures) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var call = HttpCall.Of(context);
        var http = call.Context;
        try
        {
            await next(context);
            await (call.Result as IResult ?? Results.Json(call.Result)).ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            var problem = failures.Describe(e);
            ForgetBody(http.Response);
            (e as DeadlineExceededException)?.KeepOff(http);
            await new ProblemResult(problem).ExecuteAsync(http);
        }
    }

    // What the endpoint said before it failed does not describe the problem; the request id and the like stay.
    private static void ForgetBody(HttpResponse response)
    {
        response.Headers.Remove("Content-Length");
        response.Headers.Remove("Content-Type");
        response.Headers.Remove("Content-Encoding");
        response.Headers.Remove("ETag");
        response.Headers.Remove("Set-Cookie");
    }
}
