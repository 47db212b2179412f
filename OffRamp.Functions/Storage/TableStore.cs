using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Identity;

namespace OffRamp.Functions.Storage;

/// <summary>The tables of one account: the SDK's client under our time limits and with our exceptions. One serves all threads.</summary>
/// <param name="service">The SDK's client, made with <see cref="TableServiceOptions"/>.</param>
/// <param name="tablePrefix">Set before every table's name, so that several can share an account: tests, slots.</param>
internal sealed class TableStore(TableServiceClient service, string tablePrefix = "")
{
    private static readonly Counter<long> Operations = new Meter("OffRamp").CreateCounter<long>(
        "offramp.storage.operations", "{operation}", "Operations on the product's tables; the repeated tries of one count once.");

    /// <summary>
    /// The longest that an operation takes with all its tries, in real time, and however long the service asks to
    /// wait. Below the deadline of every endpoint.
    /// </summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Sees every request, if it is set.</summary>
    public IStorageObserver? Observer { get; init; }

    /// <summary>A table of this account; nothing is asked yet.</summary>
    /// <param name="name">Its name without the prefix.</param>
    public Table Table(string name) => new(this, service.GetTableClient(TableKey.CheckTable(tablePrefix + name)));

    /// <summary>Makes the tables of these names that are missing.</summary>
    public Task CreateMissingAsync(IEnumerable<string> names, CancellationToken cancellation = default) =>
        Task.WhenAll(names.Select(name => Table(name).CreateIfMissingAsync(cancellation)));

    /// <summary>Asks the service for one table's name, to see that it answers and knows us.</summary>
    /// <exception cref="StorageException">It does not.</exception>
    public Task CheckAsync(CancellationToken cancellation = default) => AskAsync(
        new(StorageOperation.ListTables, "", ""),
        async token => await service.QueryAsync(maxPerPage: 1, cancellationToken: token).AsPages().FirstAsync(token),
        cancellation);

    /// <summary>Asks the SDK, for as long as <see cref="OperationTimeout"/> allows.</summary>
    /// <param name="request">What is asked, for the observer and for error messages.</param>
    /// <param name="ask">Does it.</param>
    /// <param name="cancellation">The caller gives up.</param>
    /// <exception cref="StorageException">The service refused, or there was no answer.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; what was asked may have happened.</exception>
    internal async Task<T> AskAsync<T>(StorageRequest request, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(OperationTimeout);
        using var observed = ObserverPolicy.Observe(Observer, request);
        Operations.Add(1, new("operation", request.Operation.ToString()), new("table", request.Table));
        try
        {
            return await ask(deadline.Token);
        }
        catch (RequestFailedException e) when (e.Status >= 400)
        {
            throw StorageException.For(e, request);
        }
        catch (Exception e) when (LeavesUnknown(e) && !cancellation.IsCancellationRequested)
        {
            throw new StorageUnavailableException(new(0, null, e.Message, request.Asked), e);
        }
        catch (Exception e) when (LeavesUnknown(e) && e is not OperationCanceledException)
        {
            // The caller gave up after a try that failed: the SDK tells of the tries then.
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
    }

    // Several failed tries come as an AggregateException; a try out of time as a cancellation; an answer that is none
    // of the service's (a proxy's page, half a transaction's answer) as one of the last three, or without its status.
    // A connection that ends in the moment in which it is made is the socket's own exception.
    private static bool LeavesUnknown(Exception e) => e
        is RequestFailedException or AggregateException or OperationCanceledException
        or HttpRequestException or IOException or SocketException or AuthenticationFailedException
        or JsonException or InvalidDataException or InvalidOperationException;
}
