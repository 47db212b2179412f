using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace OffRamp.LocalHost.Realtime;

/// <summary>
/// A client, over one WebSocket or, where its protocol is the reliable one, over several: what it has not acknowledged
/// is sent again on the next.
/// </summary>
internal sealed class Connection(string user, Subprotocol subprotocol)
{
    private readonly Lock _gate = new();
    private readonly List<(ulong Number, string Frame)> _unacknowledged = [];
    private ulong _number;
    private Line? _line;

    public string Id { get; } = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());

    public string ReconnectionToken { get; } = Guid.NewGuid().ToString("N");

    public string User => user;

    public Subprotocol Subprotocol => subprotocol;

    /// <summary>A message, to be sent now or, if the client is lost, when it is back.</summary>
    public void Send(JsonNode data, string? group)
    {
        lock (_gate)
        {
            var frame = subprotocol.Frame(data, group, ++_number);
            if (subprotocol.IsReliable)
            {
                _unacknowledged.Add((_number, frame));
            }

            _line?.Write(frame);
        }
    }

    public void Acknowledge(ulong number)
    {
        lock (_gate)
        {
            _unacknowledged.RemoveAll(sent => sent.Number <= number);
        }
    }

    /// <summary>Serves a WebSocket until it ends.</summary>
    /// <returns>True where the client said goodbye, false where it was lost.</returns>
    public async Task<bool> ServeAsync(WebSocket socket, Action opened)
    {
        var line = new Line(socket);
        lock (_gate)
        {
            _line?.Cut();
            _line = line;
            if (subprotocol.Welcome(this) is { } welcome)
            {
                line.Write(welcome);
            }

            foreach (var (_, frame) in _unacknowledged)
            {
                line.Write(frame);
            }
        }

        opened();
        return await line.RunAsync(text =>
        {
            if (subprotocol.Hear(text, this) is { } answer)
            {
                line.Write(answer);
            }
        });
    }

    /// <summary>As when the network breaks: no goodbye.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _line?.Cut();
        }
    }

    /// <summary>The service ends it.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _line?.Close();
        }
    }

    /// <summary>One WebSocket, with one writer.</summary>
    private sealed class Line(WebSocket socket)
    {
        private readonly Channel<string> _frames = Channel.CreateUnbounded<string>(new() { SingleReader = true });

        public void Write(string frame) => _frames.Writer.TryWrite(frame);

        public void Cut() => socket.Abort();

        public void Close() => _frames.Writer.TryComplete();

        public async Task<bool> RunAsync(Action<string> hear)
        {
            var writing = WriteAsync();
            var saidGoodbye = await ReadAsync(hear);
            _frames.Writer.TryComplete();
            await writing;
            return saidGoodbye;
        }

        private async Task WriteAsync()
        {
            try
            {
                await foreach (var frame in _frames.Reader.ReadAllAsync())
                {
                    await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, default);
                }

                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                // It is gone; the reader notices too.
            }
        }

        private async Task<bool> ReadAsync(Action<string> hear)
        {
            var (buffer, text) = (new byte[16 * 1024], new MemoryStream());
            try
            {
                while (await socket.ReceiveAsync(buffer.AsMemory(), default) is { MessageType: not WebSocketMessageType.Close } part)
                {
                    text.Write(buffer, 0, part.Count);
                    if (!part.EndOfMessage)
                    {
                        continue;
                    }

                    hear(Encoding.UTF8.GetString(text.ToArray()));
                    text.SetLength(0);
                }

                return true;
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                return false;
            }
        }
    }
}
