using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Hosting;

internal static class HostingServices
{
    /// <summary>What every function stands on, whatever it is about.</summary>
    public static void AddHosting(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(settings.ServerKey);
        services.AddSingleton<TimeProvider>(new BusinessClock(settings.ClockFile));
        services.AddSingleton<Failures>();
        services.AddSingleton<CallLimits>();
        services.AddSingleton(HttpFunctions.OfApp());
        services.AddSingleton<DurableClientAccessor>();
        services.AddSingleton<IOrchestrationClient, OrchestrationClient>();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.KestrelLimit;

            // Browsers and shops send names in Latin-1 and in UTF-8: any bytes are let in, and mean what they mean in ASCII.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
    }
}
