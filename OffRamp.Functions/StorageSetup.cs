using OffRamp.Functions.Hosting;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions;

/// <summary>Ties the storage to the app: its settings, its failures as answers, its readiness, its tables.</summary>
internal static class StorageSetup
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static void AddStorage(this IServiceCollection services, StorageSettings settings)
    {
        var connection = Connection(settings);
        services.AddSingleton(_ => new TableStore(connection, new TableStoreOptions { TablePrefix = settings.TablePrefix }));
        services.AddSingleton<FailureRule>(DescribeFailure);
        services.AddSingleton<IReadinessCheck, StorageReadiness>();
        services.AddHostedService<PrepareTables>();
    }

    private static StorageConnection Connection(StorageSettings settings)
    {
        try
        {
            return settings.TableServiceUri is { } uri
                ? StorageConnection.WithIdentity(uri, OwnIdentity.Credential)
                : StorageConnection.Parse(settings.ConnectionString!);
        }
        catch (FormatException e)
        {
            throw new SettingsException([$"AzureWebJobsStorage: {e.Message}"]);
        }
    }

    private static Problem? DescribeFailure(Exception exception) => exception
        is StorageUnavailableException or StorageThrottledException
        ? Problems.Describe("storage_unavailable", "The storage does not answer. Try again.") with { RetryAfter = Pause }
        : null;

    private sealed class StorageReadiness(TableStore store) : IReadinessCheck
    {
        public string Name => "storage";

        public Task CheckAsync(CancellationToken cancellationToken) => store.CheckAsync(cancellationToken);
    }

    // Runs before the port is bound. A storage that is down now must not keep a deployed app from starting: its tables
    // are there since its first start, and /health/ready says the rest.
    private sealed class PrepareTables(TableStore store, Settings settings) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            try
            {
                await Task.WhenAll(StorageNames.All.Select(name => store.Table(name).CreateIfMissingAsync(cancellationToken)));
            }
            catch (StorageException) when (!settings.IsLocal)
            {
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
