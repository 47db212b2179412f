using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Webhooks.Out.Endpoint;

/// <summary>The endpoints of partners: row <c>webhook_endpoint</c> of their partition of table Index.</summary>
internal sealed partial class WebhookEndpoints(TableStore store, SecretBox box, TimeProvider clock, ILogger<WebhookEndpoints> log)
{
    private const string RowKey = "webhook_endpoint";
    private const int MostRemembered = 10_000;

    // How much longer another process may send to an address that was changed. Real time: it is about our knowledge.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private readonly Table index = store.Table(StorageNames.Index);
    private readonly ConcurrentDictionary<PartnerId, (WebhookEndpoint? Endpoint, long Until)> known = new();

    /// <summary>The partner's endpoint as it was at most some seconds ago; null where it has none.</summary>
    public async Task<WebhookEndpoint?> FindAsync(PartnerId partner, CancellationToken cancellation)
    {
        if (known.TryGetValue(partner, out var entry) && Environment.TickCount64 < entry.Until)
        {
            return entry.Endpoint;
        }

        var endpoint = await ReadAsync(partner, cancellation);
        if (known.Count >= MostRemembered)
        {
            known.Clear();
        }

        known[partner] = (endpoint, Environment.TickCount64 + (long)Memory.TotalMilliseconds);
        return endpoint;
    }

    /// <summary>The partner's endpoint as it is; null where it has none.</summary>
    public async Task<WebhookEndpoint?> ReadAsync(PartnerId partner, CancellationToken cancellation) =>
        await index.GetAsync(PartnerStore.Partition(partner), RowKey, cancellation: cancellation) is { } row ? Read(row) : null;

    /// <summary>Writes an endpoint over the one that it was made from, or as the partner's first.</summary>
    /// <returns>False where somebody else was faster: read it again. It may also have been this very write, whose answer was lost.</returns>
    public async Task<bool> TryWriteAsync(WebhookEndpoint endpoint, CancellationToken cancellation)
    {
        try
        {
            if (endpoint.ETag == default)
            {
                await index.InsertAsync(Write(endpoint), cancellation);
            }
            else
            {
                await index.ReplaceAsync(Write(endpoint), endpoint.ETag, cancellation);
            }

            return true;
        }
        catch (StorageException e) when (e is StorageConflictException or StoragePreconditionException)
        {
            return false;
        }
        finally
        {
            known.TryRemove(endpoint.Partner, out _);
        }
    }

    /// <summary>Nothing is sent to it any more, until its partner sets it again. One that was changed since it was read stays as it is.</summary>
    /// <param name="endpoint">As it was when it gave the reason.</param>
    /// <param name="reason">A word that the partner is shown.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task DisableAsync(WebhookEndpoint endpoint, string reason, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (!endpoint.IsDisabled
            && await TryWriteAsync(endpoint with { DisabledReason = reason, DisabledAt = now, UpdatedAt = now }, cancellation))
        {
            Disabled(endpoint.Partner.ToString(), reason);
        }
    }

    private Row Write(WebhookEndpoint endpoint) => new Row(PartnerStore.Partition(endpoint.Partner), RowKey)
        .Set("Url", endpoint.Url.AbsoluteUri)
        .Set("EventTypes", endpoint.EventTypes is { } types ? JsonSerializer.Serialize(types, ApiJson.Options) : null)
        .Set("DisabledReason", endpoint.DisabledReason)
        .Set("DisabledAt", endpoint.DisabledAt)
        .Set("Secrets", box.Seal(endpoint.Partner, endpoint.Secrets))
        .Set("CreatedAt", endpoint.CreatedAt)
        .Set("UpdatedAt", endpoint.UpdatedAt);

    private WebhookEndpoint Read(Row row)
    {
        var partner = PartnerStore.IdOf(row.PartitionKey);
        return new()
        {
            Partner = partner,
            Url = new(row.GetString("Url")!),
            EventTypes = row.GetString("EventTypes") is { } types ? JsonSerializer.Deserialize<IReadOnlyList<string>>(types, ApiJson.Options) : null,
            DisabledReason = row.GetString("DisabledReason"),
            DisabledAt = row.GetDateTimeOffset("DisabledAt"),
            Secrets = box.Open(partner, row.GetBytes("Secrets")!),
            CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
            UpdatedAt = row.GetDateTimeOffset("UpdatedAt")!.Value,
            ETag = row.ETag,
        };
    }

    [LoggerMessage(EventId = 920, Level = LogLevel.Warning, Message = "A partner's webhook endpoint was disabled. Partner: {Partner}. Reason: {Reason}.")]
    private partial void Disabled(string partner, string reason);
}
