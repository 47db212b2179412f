using Azure.Core.Pipeline;
using Azure.Data.Tables;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>A test's own tables on the shared Azurite, and the list of what was asked of them.</summary>
internal sealed class AzuriteTables
{
    private AzuriteTables(string connectionString, string prefix, FaultyEdge? edge)
    {
        (ConnectionString, Prefix) = (connectionString, prefix);
        Store = Open(connectionString, prefix, edge, Log);
    }

    /// <summary>Tables behind a network that may have moods; then the pauses between tries are short.</summary>
    public static TableStore Open(string connectionString, string prefix = "", FaultyEdge? edge = null, IStorageObserver? observer = null)
    {
        var options = new TableClientOptions();
        TableServiceOptions.Apply(options, isLoopback: true);
        if (edge is not null)
        {
            options.Transport = new HttpClientTransport(new HttpClient(edge));
            (options.Retry.Delay, options.Retry.MaxDelay) = (TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20));
        }

        return new TableStore(new TableServiceClient(connectionString, options), prefix) { Observer = observer };
    }

    /// <summary>For <c>AzureWebJobsStorage</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>For <c>OFFRAMP_TABLE_PREFIX</c>.</summary>
    public string Prefix { get; }

    public OperationLog Log { get; } = new();

    public TableStore Store { get; }

    /// <summary>Tables of a new prefix, made and empty.</summary>
    public static Task<AzuriteTables> StartAsync(params string[] tables) => StartAsync(null, tables);

    /// <summary>The same, behind a network that has moods; pauses between tries are short.</summary>
    public static async Task<AzuriteTables> StartAsync(FaultyEdge? edge, params string[] tables)
    {
        var started = new AzuriteTables(await AzuriteFixture.ConnectionStringAsync(), AzuriteFixture.NewPrefix(), edge);
        await started.Store.CreateMissingAsync(tables);
        started.Log.Clear();
        return started;
    }

    /// <summary>The same tables, as another process sees them.</summary>
    public AzuriteTables Beside() => new(ConnectionString, Prefix, null);

    /// <summary>One table, made and empty.</summary>
    public static async Task<Table> OneAsync() => (await StartAsync("Rows")).Store.Table("Rows");
}
