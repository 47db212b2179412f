using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Idempotency;

/// <summary>
/// On a function whose caller has credentials: the Idempotency-Key header is honoured. The function takes the identifier of
/// what it makes from <see cref="RequestClaim.Claim"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IdempotentAttribute : Attribute
{
    /// <summary>Requests without a key are refused.</summary>
    public bool KeyIsRequired { get; init; }

    /// <summary>
    /// An <see cref="IRowsAlongside"/>: rows that point to what the function will make, and so must be there first. They
    /// share the claim's transaction; without a key they are written by themselves; they go again if the function refuses.
    /// </summary>
    public Type? Alongside { get; init; }
}

/// <summary>Rows of table Index, in the partition of the credential, that are written together with the claim.</summary>
internal interface IRowsAlongside
{
    IReadOnlyList<Row> Of(HttpContext context, Id26 id);
}

/// <summary>Runs a function once for each Idempotency-Key where it bears <see cref="IdempotentAttribute"/>.</summary>
internal sealed class IdempotencyKeys : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var call = HttpCall.Of(context);
        if (call.Function.Find<IdempotentAttribute>() is not { } idempotent)
        {
            await next(context);
            return;
        }
        var alongside = idempotent.Alongside is { } type ? (IRowsAlongside)Activator.CreateInstance(type)! : null;
        call.Result = await context.InstanceServices.GetRequiredService<IdempotentRequest>().RunAsync(
            call.Context,
            async () =>
            {
                await next(context);
                return call.Result;
            },
            idempotent.KeyIsRequired,
            alongside);
    }
}
