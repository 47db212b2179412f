using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;

namespace OffRamp.Functions.Hosting.Durable;

/// <summary>The Durable client of the invocation under way, for code that knows nothing of functions.</summary>
internal sealed class DurableClientAccessor
{
    private readonly AsyncLocal<DurableTaskClient?> present = new();

    /// <summary>Null where the function has no <c>[DurableClient]</c>.</summary>
    public DurableTaskClient? Client
    {
        get => present.Value;
        set => present.Value = value;
    }
}

/// <summary>
/// The container of an isolated app has no Durable client: a function that needs one, or whose inner parts do, binds it, and
/// here it is handed to them.
/// </summary>
internal sealed class DurableClients(DurableClientAccessor accessor) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var binding = context.Features.Get<IFunctionInputBindingFeature>()!;
        var inputs = await binding.BindFunctionInputAsync(context);
        accessor.Client = inputs.Values.OfType<DurableTaskClient>().Single();
        await next(context);
    }

    public static bool AreBound(FunctionContext context) => context.FunctionDefinition.InputBindings.Values
        .Any(binding => binding.Type.Equals("durableClient", StringComparison.OrdinalIgnoreCase));
}
