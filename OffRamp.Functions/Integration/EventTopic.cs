using System.Text.Json;
using Azure.Core;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Integration;

/// <summary>
/// A topic of Azure Service Bus, by the REST call that sends a message. Activities share a bounded number of places in the
/// host, and a payout is one of them: so a bus that hangs holds few, and then is left alone for a moment.
/// </summary>
internal sealed class EventTopic : IDisposable
{
    private const string Scope = "https://servicebus.azure.net/.default";
    private const int AtOnce = 8;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Distrust = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly AzureService? service;
    private readonly string address = "";
    private long distrustedUntil;

    /// <param name="settings">Where it is; null where events go nowhere.</param>
    public EventTopic(ServiceBusSettings? settings)
    {
        if (settings is null)
            return;
        service = new(settings.Url, settings.LocalToken is { } token ? AzureService.ByToken(token) : AzureService.ByIdentity(Scope));

        // The bus is to give up when a try of ours does, so that none appears long after the next ones.
        address = $"/{settings.Topic}/messages?timeout=5";
    }

    /// <summary>False where this installation has no topic.</summary>
    public bool IsOn => service is not null;

    /// <summary>How long a message is waited for, its repetition included.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    private bool IsDistrusted => Environment.TickCount64 < Volatile.Read(ref distrustedUntil);

    /// <summary>Sends one message. Only a success says that it was taken; after any other answer it may have been.</summary>
    /// <param name="id">The event's: what comes twice bears it twice, and duplicate detection knows it by it.</param>
    /// <param name="sell">Whose messages a receiver with sessions gets in order.</param>
    /// <param name="type">The event's, for the filters of subscriptions.</param>
    /// <param name="body">Its JSON.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ProviderAnswer> SendAsync(Ids.EventId id, SellId sell, string type, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (service is null || IsDistrusted || !await places.WaitAsync(Wait, CancellationToken.None))
            return ProviderAnswer.Silence;
        try
        {
            if (IsDistrusted)
                return ProviderAnswer.Silence;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            var properties = JsonSerializer.Serialize(new { MessageId = id.ToString(), SessionId = sell.ToString(), Label = type });
            var answer = await service.SendAsync(RequestMethod.Post, address, body, patience.Token, new HttpHeader("BrokerProperties", properties));
            if (answer == ProviderAnswer.Silence)
                Volatile.Write(ref distrustedUntil, Environment.TickCount64 + (long)Distrust.TotalMilliseconds);
            return answer;
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();
}
