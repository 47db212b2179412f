using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace OffRamp.Benchmarks.Measuring;

/// <summary>Servers of the bench's own: silent, and on a free port of this machine.</summary>
internal static class Loopback
{
    public static WebApplicationBuilder NewServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        return builder;
    }
}
