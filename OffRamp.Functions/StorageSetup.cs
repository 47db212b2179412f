using Azure.Data.Tables;
using Microsoft.Extensions.Azure;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions;

/// <summary>Ties the storage to the app: its settings, its failures as answers, its readiness, its tables.</summary>
internal static class StorageSetup
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static void AddStorage(this IServiceCollection services, StorageSettings settings)
    {
        var endpoint = EndpointOf(settings);
        services.AddAzureClients(clients =>
        {
            var service = settings.TableServiceUri is null
                ? clients.AddTableServiceClient(settings.ConnectionString)
                : clients.AddTableServiceClient(endpoint).WithCredential(OwnIdentity.Credential);
            service.ConfigureOptions(options => TableServiceOptions.Apply(options, endpoint.IsLoopback));
        });
        services.AddSingleton(provider => new TableStore(provider.GetRequiredService<TableServiceClient>(), settings.TablePrefix));
        services.AddSingleton<FailureRule>(DescribeFailure);
        services.AddSingleton<IReadinessCheck, StorageReadiness>();
        services.AddHostedService<PrepareTables>();
    }

    // The SDK reads the connection string, now rather than at the first request. Its own words may quote from it.
    private static Uri EndpointOf(StorageSettings settings)
    {
        if (settings.TableServiceUri is { } uri)
        {
            return uri.Scheme == Uri.UriSchemeHttps ? uri : throw Unusable("Entra ID's tokens go over https only");
        }

        try
        {
            return new TableServiceClient(settings.ConnectionString).Uri;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw Unusable("is not a connection string with AccountName, AccountKey and, outside Azure, TableEndpoint");
        }

        static SettingsException Unusable(string why) => new([$"AzureWebJobsStorage: {why}"]);
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
                await store.CreateMissingAsync(StorageNames.All, cancellationToken);
            }
            catch (StorageException) when (!settings.IsLocal)
            {
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
