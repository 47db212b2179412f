using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Http;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>
/// Functions of a test's own behind the app's middleware, in a plain web application: the worker knows only the app's.
/// </summary>
internal sealed class MiddlewarePipeline(IServiceCollection services) : IFunctionsWorkerApplicationBuilder
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware = [];

    public IServiceCollection Services => services;

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> next)
    {
        middleware.Add(next);
        return this;
    }

    /// <summary>The app with these functions; more may be mapped on it.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, HttpFunctions functions)
    {
        builder.Services.AddSingleton(functions);
        var pipeline = new MiddlewarePipeline(builder.Services);
        pipeline.UseContract();
        var app = builder.Build();
        pipeline.Map(app, functions);
        return app;
    }

    private void Map(WebApplication app, HttpFunctions functions)
    {
        var run = middleware.AsEnumerable().Reverse().Aggregate((FunctionExecutionDelegate)CallAsync, (next, one) => one(next));
        foreach (var function in functions.All)
        {
            Task HandleAsync(HttpContext context) => run(new PipelineInvocation(function, context));
            _ = function.Methods.Count > 0
                ? app.MapMethods("/" + function.Route, function.Methods, HandleAsync)
                : app.Map("/" + function.Route, HandleAsync);
        }
    }

    private static async Task CallAsync(FunctionContext invocation)
    {
        var call = HttpCall.Of(invocation);
        var method = call.Function.Method;
        var target = method.IsStatic ? null : ActivatorUtilities.CreateInstance(invocation.InstanceServices, method.DeclaringType!);
        object?[] arguments = [.. method.GetParameters().Select(parameter => ValueOf(parameter, call.Context))];
        var returned = method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        call.Result = returned is Task<IResult> running ? await running : returned;
    }

    private static object? ValueOf(ParameterInfo parameter, HttpContext context) =>
        parameter.ParameterType == typeof(HttpRequest) ? context.Request : context.Request.RouteValues.GetValueOrDefault(parameter.Name!);
}

/// <summary>One call, as the worker's middleware knows it.</summary>
internal sealed class PipelineInvocation(HttpFunction function, HttpContext http) : FunctionContext
{
    // Where the worker's HTTP extension puts it.
    private const string HttpContextKey = "HttpRequestContext";

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => function.Name;

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext => throw new NotSupportedException();

    public override Microsoft.Azure.Functions.Worker.RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get; set; } = http.RequestServices;

    public override FunctionDefinition FunctionDefinition { get; } = new PipelineFunction(function.Name);

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object> { [HttpContextKey] = http };

    public override IInvocationFeatures Features => throw new NotSupportedException();

    private sealed class PipelineFunction(string name) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => "";

        public override string EntryPoint => "";

        public override string Id => name;

        public override string Name => name;

        public override IImmutableDictionary<string, BindingMetadata> InputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    }
}
