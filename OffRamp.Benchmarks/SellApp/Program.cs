using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SellApp;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton(new Outside(Environment.GetEnvironmentVariable("PROVIDER") ?? throw new InvalidOperationException("PROVIDER says where the payout provider and the partner are.")));
await builder.Build().RunAsync();
