using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Realtime;

/// <summary>One who follows a sell by a plain WebSocket, as any client can.</summary>
internal sealed class Follower : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket socket = new();
    private readonly List<JsonElement> heard = [];

    private Follower()
    {
    }

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<JsonElement> Heard => heard;

    public long[] Sequences => [.. heard.Select(update => update.GetProperty("sequence").GetInt64())];

    /// <exception cref="WebSocketException">The address is not good.</exception>
    public static async Task<Follower> ConnectAsync(string url)
    {
        var follower = new Follower();
        follower.socket.Options.CollectHttpResponseDetails = true;
        using var patience = new CancellationTokenSource(Patience);
        await follower.socket.ConnectAsync(new(url), patience.Token);
        return follower;
    }

    /// <summary>Asks the sell page's address and connects to it.</summary>
    public static async Task<Follower> OfAsync(SellDriver sell, long? after = null) => await ConnectAsync(await AddressAsync(sell, after));

    public static async Task<string> AddressAsync(SellDriver sell, long? after = null) =>
        (await sell.PageAsync(HttpMethod.Post, "/realtime", new { after })).GetProperty("url").GetString()!;

    /// <summary>Listens until this event was heard.</summary>
    public async Task UntilAsync(long sequence)
    {
        while (heard.Count == 0 || Sequences[^1] < sequence)
        {
            heard.Add(await NextAsync() ?? throw new AssertFailedException($"The connection ended after {string.Join(", ", Sequences)}."));
        }
    }

    /// <summary>The next message; null where the connection was ended.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[64 * 1024];
        var count = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(count), patience.Token);
            count += part.Count;
        }
        while (!part.EndOfMessage);
        return part.MessageType == WebSocketMessageType.Close ? null : JsonElement.Parse(buffer.AsSpan(0, count));
    }

    public async Task SayAsync(string text) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
