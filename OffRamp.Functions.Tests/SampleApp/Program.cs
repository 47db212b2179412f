using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A worker that does not start.
if (Environment.GetEnvironmentVariable("SAMPLE_EXIT") is { } code)
{
    return int.Parse(code, System.Globalization.CultureInfo.InvariantCulture);
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.Configure<KestrelServerOptions>(kestrel =>
{
    kestrel.Limits.MaxRequestBodySize = null;
    kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
    kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
});
await builder.Build().RunAsync();
return 0;
