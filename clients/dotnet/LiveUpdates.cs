using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using OffRamp.Client.Models;

namespace OffRamp.Client;

/// <summary>How a sell stands, as those hear it who follow it.</summary>
public sealed record LiveUpdate
{
    /// <summary>Of the event, as in webhooks and the feed.</summary>
    [JsonPropertyName("event_id")]
    public string EventId { get; init; } = "";

    /// <summary>Counts the events of a session and its sell, without gaps.</summary>
    [JsonPropertyName("sequence")]
    public long Sequence { get; init; }

    /// <summary>The sell's id.</summary>
    [JsonPropertyName("merchant_transaction_id")]
    public string MerchantTransactionId { get; init; } = "";

    /// <summary>One of <see cref="SellStatus"/>.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>One of <see cref="SellPhase"/>; null while there is no sell.</summary>
    [JsonPropertyName("phase")]
    public string? Phase { get; init; }

    /// <summary>What was odd.</summary>
    [JsonPropertyName("labels")]
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The asset.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; init; } = "";

    /// <summary>What is paid out.</summary>
    [JsonPropertyName("fiat_currency")]
    public string FiatCurrency { get; init; } = "";

    /// <summary>How much of it.</summary>
    [JsonPropertyName("fiat_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public decimal? FiatAmount { get; init; }

    /// <summary>What is sold.</summary>
    [JsonPropertyName("crypto_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public decimal? CryptoAmount { get; init; }

    /// <summary>When it happened.</summary>
    [JsonPropertyName("occurred_at")]
    public DateTimeOffset OccurredAt { get; init; }
}

/// <summary>
/// Live updates of one sell by WebSocket: how it stands at once, then each change. A lost connection is made again, after the
/// last sequence that was heard, so that nothing is missed and nothing told twice.
/// </summary>
internal static class LiveUpdates
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly string[] Ends = [SellStatus.Completed, SellStatus.Failed, SellStatus.Cancelled];

    public static async IAsyncEnumerable<LiveUpdate> FollowAsync(
        Api api, string path, long? after, bool untilEnd, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            // Each address is good for one connection, so none is repeated under one key.
            var follow = await api.PostAsync<Follow>(path, new FollowBody { After = after }, null, cancellation).ConfigureAwait(false);
            using var socket = new ClientWebSocket();
            while (await ReceiveAsync(socket, follow.Url, cancellation).ConfigureAwait(false) is { } update)
            {
                if (update.Sequence <= after)
                {
                    continue;
                }

                after = update.Sequence;
                yield return update;
                if (untilEnd && Ends.Contains(update.Status))
                {
                    yield break;
                }
            }

            await Task.Delay(Pause, api.Time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The next one; null where the connection is lost.</summary>
    private static async Task<LiveUpdate?> ReceiveAsync(ClientWebSocket socket, string url, CancellationToken cancellation)
    {
        try
        {
            if (socket.State == WebSocketState.None)
            {
                await socket.ConnectAsync(new Uri(url), cancellation).ConfigureAwait(false);
            }

            using var text = new MemoryStream();
            var buffer = new byte[4096];
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(), cancellation).ConfigureAwait(false);
                text.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);
            return part.MessageType == WebSocketMessageType.Close ? null : JsonSerializer.Deserialize<LiveUpdate>(text.ToArray(), Api.Json);
        }
        catch (WebSocketException)
        {
            return null;
        }
    }
}
