using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Infrastructure;

internal static class AzuriteApp
{
    /// <summary>The whole app on these tables; <see cref="AzuriteTables.Log"/> sees what it asks of them.</summary>
    public static Task<RunningApp> StartAppAsync(
        this AzuriteTables tables, Action<IServiceCollection>? replace = null, params (string Name, string? Value)[] settings) =>
        RunningApp.StartAsync(
            TestSettings.Local([("AzureWebJobsStorage", tables.ConnectionString), ("OFFRAMP_TABLE_PREFIX", tables.Prefix), .. settings]),
            services =>
            {
                services.AddSingleton(tables.Store);
                replace?.Invoke(services);
            });
}
