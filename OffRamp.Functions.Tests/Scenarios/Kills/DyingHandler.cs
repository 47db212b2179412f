using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OffRamp.Functions.Tests.Scenarios.Kills;

/// <summary>
/// A handler that dies in one orchestrator call, as the host sees it: the connection breaks, and there is no answer.
/// Whether it had run the turn by then makes no difference, because a turn has no effect but its answer.
/// </summary>
internal sealed class DyingHandler(int dyingCall, string function = "/Sell") : IStartupFilter
{
    private int calls;

    public bool HasDied => Volatile.Read(ref calls) >= dyingCall;

    public void Replace(IServiceCollection services) => services.AddSingleton<IStartupFilter>(this);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            if (context.Request.Path == function && HttpMethods.IsPost(context.Request.Method) && Interlocked.Increment(ref calls) == dyingCall)
                context.Abort();
            else
                await rest(context);
        });
        next(app);
    };
}
