using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Handler;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>The rules of hosting with functions or endpoints of the test's own.</summary>
internal static class TestHost
{
    /// <summary>Functions, behind all that the contract puts before them; the catch-all is among them.</summary>
    public static Task<RunningApp> StartAsync<TFunctions>(Action<IServiceCollection>? services = null) =>
        RunningApp.StartAsync(HandlerPipeline.Build(CreateBuilder(services), new HttpFunctions([typeof(TFunctions), typeof(Everything)])));

    /// <summary>Endpoints with nothing before them.</summary>
    public static Task<RunningApp> StartAsync(Action<IEndpointRouteBuilder> map, Action<IServiceCollection>? services = null)
    {
        var app = CreateBuilder(services).Build();
        map(app);
        return RunningApp.StartAsync(app);
    }

    private static WebApplicationBuilder CreateBuilder(Action<IServiceCollection>? services)
    {
        var builder = HostingServices.CreateBuilder(TestSettings.Local());
        builder.Logging.ClearProviders();
        services?.Invoke(builder.Services);
        return builder;
    }
}
