using Azure.Storage.Blobs;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Recovery;

internal static partial class RecoveryServices
{
    private const string LocalContainer = "copies";

    public static void AddRecovery(this IServiceCollection services, CopySettings? copies)
    {
        services.AddCopies(copies);
        services.AddSingleton<Restorations>();
        services.AddSingleton<AskProviders>();
        services.AddSingleton<FreezeRestored>();
        services.AddSingleton<IMoneyFreeze>(container => container.GetRequiredService<FreezeRestored>());
        services.AddSingleton<CheckRestored>();
        services.AddSingleton<CopyTables>();
        services.AddHostedService<AtStart>();
    }

    /// <summary>None where there is no place for them.</summary>
    public static void AddCopies(this IServiceCollection services, CopySettings? copies)
    {
        if (copies is { Container: { } uri })
        {
            services.AddSingleton(new Copies(new BlobContainerClient(uri, OwnIdentity.Credential)));
        }
        else if (copies is { ConnectionString: { } emulator })
        {
            services.AddSingleton(new Copies(new BlobContainerClient(emulator, LocalContainer)));
        }
    }

    /// <summary>A restoration is known before the first sell asks for it; and an installation that could not be restored says so.</summary>
    private sealed partial class AtStart(Restorations restorations, IEnumerable<Copies> copies, ILogger<CopyTables> log) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            if (!copies.Any())
            {
                NoCopies();
            }

            try
            {
                await restorations.FindAsync(cancellationToken);
            }
            catch (StorageException)
            {
                // Whoever needs it asks again, and moves no money until it is answered.
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        [LoggerMessage(Level = LogLevel.Warning, Message = "OFFRAMP_COPIES is not set: the tables are not copied, and could not be restored.")]
        private partial void NoCopies();
    }
}
