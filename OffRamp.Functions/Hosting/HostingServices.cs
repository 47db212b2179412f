using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OffRamp.Functions.Hosting;

internal static class HostingServices
{
    /// <summary>An empty app that keeps the contract's rules, listening on 127.0.0.1 at the settings' port.</summary>
    public static WebApplicationBuilder CreateBuilder(Settings settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            // Files are watched for nothing here, and each watch costs a handle.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
            ContentRootPath = AppContext.BaseDirectory,
        });
        // A part that cannot be made is found at the start, not by its first caller.
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = provider.ValidateScopes = true);
        builder.AddTelemetry(settings.Telemetry);
        builder.WebHost.UseUrls($"http://127.0.0.1:{settings.Port}");
        builder.Services.AddHosting(settings);
        return builder;
    }

    /// <summary>What every function stands on, whatever it is about.</summary>
    public static void AddHosting(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(settings.ServerKey);
        services.AddSingleton<TimeProvider>(new BusinessClock(settings.ClockFile));
        services.AddSingleton<Failures>();
        services.AddSingleton<CallLimits>();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.KestrelLimit;
        });
    }
}
