using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OffRamp.LocalHost.EmbeddedStore.Functions;

/// <summary>
/// Makes the hub of a Functions host whose <c>host.json</c> says <c>storageProvider.type: embedded</c>: one hub for the
/// host, whatever a client's binding names, as there is no second one.
/// </summary>
internal sealed class EmbeddedDurabilityProviderFactory : IDurabilityProviderFactory, IDisposable
{
    private readonly Lazy<EmbeddedTaskHub> _hub;
    private readonly Lazy<EmbeddedDurabilityProvider> _provider;

    /// <summary>For a host's container: <c>host.json</c> may say how much runs at once, and the log is the host's.</summary>
    public EmbeddedDurabilityProviderFactory(IOptions<DurableTaskOptions> options, EmbeddedStoreOptions store, ILoggerFactory loggers)
        : this(() => new EmbeddedTaskHub(store with
        {
            MaxConcurrentOrchestrations = options.Value.MaxConcurrentOrchestratorFunctions ?? store.MaxConcurrentOrchestrations,
            MaxConcurrentActivities = options.Value.MaxConcurrentActivityFunctions ?? store.MaxConcurrentActivities,
            Logger = loggers.CreateLogger("Host.EmbeddedStore"),
        }))
    {
    }

    /// <summary>For whoever has no container: the hub is as it is, and so is disposed by whoever made it or by this.</summary>
    public EmbeddedDurabilityProviderFactory(EmbeddedTaskHub hub) : this(() => hub)
    {
    }

    private EmbeddedDurabilityProviderFactory(Func<EmbeddedTaskHub> open)
    {
        _hub = new(open);
        _provider = new(() => new EmbeddedDurabilityProvider(_hub.Value));
    }

    public string Name => EmbeddedDurabilityProvider.ProviderName;

    /// <summary>For whoever moves the clock.</summary>
    public EmbeddedTaskHub Hub => _hub.Value;

    public DurabilityProvider GetDurabilityProvider() => _provider.Value;

    public DurabilityProvider GetDurabilityProvider(DurableClientAttribute attribute) => _provider.Value;

    public void Dispose()
    {
        if (_hub.IsValueCreated)
        {
            _hub.Value.Dispose();
        }
    }
}
