using Microsoft.Azure.Functions.Worker;

namespace OffRamp.Functions.Hosting.Http;

/// <summary>One HTTP request on its way to its function, as the middleware passes it on.</summary>
internal sealed class HttpCall(HttpContext context, HttpFunction function)
{
    public HttpContext Context => context;

    public HttpFunction Function => function;

    /// <summary>What the function, or whoever answers in its place, has to say; written once everybody had a look at it.</summary>
    public object? Result { get; set; }

    /// <summary>The call of an invocation whose trigger is HTTP.</summary>
    public static HttpCall Of(FunctionContext invocation) => (HttpCall)invocation.Items[typeof(HttpCall)];

    public static bool IsOne(FunctionContext invocation) => invocation.GetHttpContext() is not null;

    public static HttpCall Begin(FunctionContext invocation, HttpFunctions functions)
    {
        var call = new HttpCall(invocation.GetHttpContext()!, functions[invocation.FunctionDefinition.Name]);
        invocation.Items[typeof(HttpCall)] = call;
        return call;
    }
}
