using System.Text.Json;
using Azure;
using Azure.Core;

namespace OffRamp.Functions.Storage;

/// <summary>
/// One table. All calls are repeated on passing failures (see <see cref="TableStore"/>), so a write that succeeded
/// while its answer was lost reads as a conflict, a failed precondition or a missing row: see <see cref="StorageException"/>.
/// Every call may also throw <see cref="StorageThrottledException"/> and <see cref="StorageUnavailableException"/>.
/// </summary>
internal sealed partial class Table(TableStore store, string name)
{
    /// <summary>The name in the account, prefix included.</summary>
    public string Name { get; } = name;

    /// <summary>Makes the table; nothing happens where it is.</summary>
    public async Task CreateIfMissingAsync(CancellationToken cancellation = default)
    {
        using var message = store.Message(new(StorageOperation.CreateTable, "POST", "", Name), "Tables");
        SetBody(message, JsonSerializer.SerializeToUtf8Bytes(new { TableName = Name }));
        var response = await store.SendAsync(message, cancellation);
        if (response.IsError && ServiceAnswer.Exception(response, $"CreateTable {Name}") is var e && e.ErrorCode != "TableAlreadyExists")
            throw e;
    }

    /// <summary>A new row.</summary>
    /// <returns>Its ETag.</returns>
    /// <exception cref="StorageConflictException">It exists.</exception>
    public Task<ETag> InsertAsync(Row row, CancellationToken cancellation = default) =>
        WriteAsync(TableOperation.Insert(row), cancellation);

    /// <summary>The whole row anew, if its state is still that of <paramref name="ifMatch"/>; <see cref="ETag.All"/> for any.</summary>
    /// <returns>Its new ETag.</returns>
    /// <exception cref="StoragePreconditionException">Its state is another.</exception>
    /// <exception cref="StorageNotFoundException">It is gone.</exception>
    public Task<ETag> ReplaceAsync(Row row, ETag ifMatch, CancellationToken cancellation = default) =>
        WriteAsync(TableOperation.Replace(row, ifMatch), cancellation);

    /// <summary>Sets the row's properties and leaves its others; else as <see cref="ReplaceAsync"/>.</summary>
    /// <returns>Its new ETag.</returns>
    public Task<ETag> MergeAsync(Row row, ETag ifMatch, CancellationToken cancellation = default) =>
        WriteAsync(TableOperation.Merge(row, ifMatch), cancellation);

    /// <summary>The whole row, new or anew, whatever was there.</summary>
    /// <returns>Its ETag.</returns>
    public Task<ETag> UpsertAsync(Row row, CancellationToken cancellation = default) =>
        WriteAsync(TableOperation.Upsert(row), cancellation);

    /// <summary>Takes a row away, if its state is still that of <paramref name="ifMatch"/>.</summary>
    /// <exception cref="StoragePreconditionException">Its state is another.</exception>
    /// <exception cref="StorageNotFoundException">It is gone.</exception>
    public Task DeleteAsync(string partitionKey, string rowKey, ETag ifMatch, CancellationToken cancellation = default) =>
        WriteAsync(TableOperation.Delete(partitionKey, rowKey, ifMatch), cancellation);

    /// <summary>One row, or null where there is none.</summary>
    /// <param name="partitionKey">The partition.</param>
    /// <param name="rowKey">The row.</param>
    /// <param name="select">Only these properties; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageNotFoundException">The table itself is missing.</exception>
    public async Task<Row?> GetAsync(string partitionKey, string rowKey, IReadOnlyList<string>? select = null, CancellationToken cancellation = default)
    {
        var address = TableKey.Address(Name, partitionKey, rowKey) + (select is null ? "" : $"?$select={Selection(select)}");
        var request = new StorageRequest(StorageOperation.Get, "GET", Name, $"{partitionKey} {rowKey}");
        using var message = store.Message(request, address);
        var response = await store.SendAsync(message, cancellation);
        if (!response.IsError)
        {
            using var json = JsonDocument.Parse(response.Content.ToMemory());
            return RowJson.Read(json.RootElement, response.Headers.ETag);
        }

        var exception = ServiceAnswer.Exception(response, $"{request.Operation} {Name} {request.Target}");
        return exception is StorageNotFoundException { ErrorCode: not "TableNotFound" } ? null : throw exception;
    }

    private async Task<ETag> WriteAsync(TableOperation operation, CancellationToken cancellation)
    {
        var wire = WireOperation.For(Name, operation);
        var asked = $"{operation.Kind} {Name} {operation.Row}";
        using var message = store.Message(new(operation.Kind, wire.Method, Name, $"{operation.Row}"), wire.Address);
        if (wire.IfMatch is { } ifMatch)
            message.Request.Headers.SetValue("If-Match", ifMatch);
        if (wire.Body is { } body)
            SetBody(message, body);

        var response = await store.SendAsync(message, cancellation);
        if (response.IsError)
            throw ServiceAnswer.Exception(response, asked);
        return operation.Kind == StorageOperation.Delete ? default : ServiceAnswer.WrittenETag(response, asked);
    }

    private static void SetBody(HttpMessage message, byte[] body)
    {
        message.Request.Headers.SetValue("Content-Type", "application/json");
        if (message.Request.Method == RequestMethod.Post)
            message.Request.Headers.SetValue("Prefer", "return-no-content");
        message.Request.Content = RequestContent.Create(body);
    }

    // The keys are what a row is known by, so they come whatever is selected.
    private static string Selection(IReadOnlyList<string> select) =>
        string.Join(',', select.Select(TableKey.CheckProperty).Prepend("RowKey").Prepend("PartitionKey"));
}
