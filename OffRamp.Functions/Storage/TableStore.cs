using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace OffRamp.Functions.Storage;

/// <summary>
/// The table service of one account. Requests that fail for a passing reason (408, 429, 5xx, no connection) are
/// repeated with growing pauses, or when the service says; one store serves all threads for the process's life.
/// </summary>
internal sealed class TableStore
{
    private readonly HttpPipeline pipeline;
    private readonly TableStoreOptions options;

    public TableStore(StorageConnection connection, TableStoreOptions? options = null)
    {
        this.options = options ?? new TableStoreOptions();
        Endpoint = connection.Endpoint;
        pipeline = this.options.Build(connection);
    }

    internal Uri Endpoint { get; }

    /// <summary>A table of this account; nothing is asked yet.</summary>
    /// <param name="name">Its name without the prefix.</param>
    public Table Table(string name) => new(this, TableKey.CheckTable(options.TablePrefix + name));

    /// <summary>Makes the tables of these names that are missing.</summary>
    public Task CreateMissingAsync(IEnumerable<string> names, CancellationToken cancellation = default) =>
        Task.WhenAll(names.Select(name => Table(name).CreateIfMissingAsync(cancellation)));

    /// <summary>Asks the service for one table's name, to see that it answers and knows us.</summary>
    /// <exception cref="StorageException">It does not.</exception>
    public async Task CheckAsync(CancellationToken cancellation = default)
    {
        using var message = Message(new(StorageOperation.ListTables, "GET", "", ""), "Tables?$top=1");
        var response = await SendAsync(message, cancellation);
        if (response.IsError)
            throw ServiceAnswer.Exception(response, "ListTables");
    }

    /// <param name="request">What is asked, for observers and error messages.</param>
    /// <param name="address">Where below the service's address, escaped.</param>
    internal HttpMessage Message(StorageRequest request, string address)
    {
        var message = pipeline.CreateMessage();
        message.SetProperty(typeof(StorageRequest), request);
        message.Request.Method = RequestMethod.Parse(request.Method);
        message.Request.Uri.Reset(new Uri(Endpoint, address));
        var headers = message.Request.Headers;
        headers.Add("x-ms-version", "2019-02-02");
        headers.Add("DataServiceVersion", "3.0;");
        headers.Add("MaxDataServiceVersion", "3.0;NetFx");
        headers.Add("Accept", "application/json;odata=minimalmetadata");
        return message;
    }

    /// <summary>The answer, of whatever status; it lives as long as its message.</summary>
    /// <exception cref="StorageUnavailableException">There was none.</exception>
    internal async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(options.OperationTimeout);
        try
        {
            await pipeline.SendAsync(message, deadline.Token);
            return message.Response;
        }
        catch (Exception e) when (IsOutage(e) && !cancellation.IsCancellationRequested)
        {
            var request = message.TryGetProperty(typeof(StorageRequest), out var property) ? $"{property}" : "";
            throw new StorageUnavailableException(new(0, null, e.Message, request), e);
        }
    }

    // Several failed tries come as an AggregateException; a try out of time as a cancellation.
    private static bool IsOutage(Exception e) => e
        is RequestFailedException or AggregateException or OperationCanceledException
        or HttpRequestException or IOException or AuthenticationFailedException;
}
