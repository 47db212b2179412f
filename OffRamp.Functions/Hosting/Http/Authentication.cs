using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting.Http;

/// <summary>Checks the credentials of one kind of caller, and notes on the request whose they are.</summary>
internal interface ICallerAuthentication
{
    /// <summary>Whose credentials it checks.</summary>
    Caller Caller { get; }

    /// <returns>The refusal; null where the caller may go on.</returns>
    Task<ProblemResult?> AuthenticateAsync(HttpCall call);
}

/// <summary>Lets a call through to its function only with the credentials that the function's caller attribute asks for.</summary>
internal sealed class Authentication(IEnumerable<ICallerAuthentication> authentications) : IFunctionsWorkerMiddleware
{
    private readonly Dictionary<Caller, ICallerAuthentication> byCaller = authentications.ToDictionary(one => one.Caller);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var call = HttpCall.Of(context);
        var asked = call.Function.Caller;

        // A provider's signature is over the body, which the function reads.
        if (asked != Caller.Anyone && asked != Caller.Provider && await byCaller[asked].AuthenticateAsync(call) is { } refusal)
        {
            call.Result = refusal;
            return;
        }
        await next(context);
    }
}
