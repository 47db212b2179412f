using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Infrastructure;

internal static class AzuriteApp
{
    /// <summary>The whole app on these tables; <see cref="AzuriteTables.Log"/> sees what it asks of them. No Durable engine answers it.</summary>
    public static Task<RunningApp> StartAppAsync(
        this AzuriteTables tables, Action<IServiceCollection>? replace = null, params (string Name, string? Value)[] settings) =>
        RunningApp.StartAsync(tables.Settings(settings), tables.Replace(services =>
        {
            services.AddSingleton<IOrchestrationClient>(new FakeOrchestrations { Answer = null });
            replace?.Invoke(services);
        }));

    /// <summary>The same without a front of its own, for a host that is there.</summary>
    public static Task<ServedApp> ServeAppAsync(
        this AzuriteTables tables, Action<IServiceCollection>? replace = null, params (string Name, string? Value)[] settings) =>
        InProcessWorker.ServeAsync(tables.Settings(settings), tables.Replace(replace));

    private static Functions.Hosting.Configuration.Settings Settings(this AzuriteTables tables, (string Name, string? Value)[] settings) =>
        TestSettings.Local([("AzureWebJobsStorage", tables.ConnectionString), ("OFFRAMP_TABLE_PREFIX", tables.Prefix), .. settings]);

    private static Action<IServiceCollection> Replace(this AzuriteTables tables, Action<IServiceCollection>? replace) => services =>
    {
        services.AddSingleton(tables.Store);
        replace?.Invoke(services);
    };
}
