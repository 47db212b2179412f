using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>The rules of hosting with endpoints of the test's own.</summary>
internal static class TestHost
{
    public static Task<RunningApp> StartAsync(Action<IEndpointRouteBuilder> map, Action<IServiceCollection>? services = null)
    {
        var builder = HostingServices.CreateBuilder(TestSettings.Local());
        builder.Logging.ClearProviders();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseContract();
        map(app.MapGroup("").AddEndpointFilter(Deadlines.Filter));
        return RunningApp.StartAsync(app);
    }
}
