using System.Net.WebSockets;

namespace OffRamp.LocalHost.Realtime;

/// <summary>Where clients come in: with a token that the app then agrees to, or, lost a moment ago, back to their connection.</summary>
internal sealed class ClientDoor(Connections connections, AccessToken token, EventHandlerClient events)
{
    public async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        else if (context.Request.Query["awps_connection_id"] is [{ } id])
        {
            await RecoverAsync(context, id);
        }
        else
        {
            await ConnectAsync(context);
        }
    }

    private async Task ConnectAsync(HttpContext context)
    {
        var request = context.Request;
        var address = $"{request.Scheme}://{request.Host}{request.Path}";
        if (token.Read(request.Query["access_token"].ToString(), address) is not { } claims)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var requested = context.WebSockets.WebSocketRequestedProtocols;
        var connection = new Connection(claims.GetProperty("sub").GetString()!, Subprotocol.Choose(requested));
        if (await events.AskAsync(connection, requested) is not 200 and var refused)
        {
            context.Response.StatusCode = refused;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(connection.Subprotocol.Name);
        connections.Add(connection);
        await ServeAsync(connection, socket, () => _ = events.TellAsync(connection));
    }

    private async Task RecoverAsync(HttpContext context, string id)
    {
        var subprotocol = Subprotocol.Choose(context.WebSockets.WebSocketRequestedProtocols);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(subprotocol.Name);
        if (connections.Recover(id, context.Request.Query["awps_reconnection_token"].ToString()) is { } connection)
        {
            await ServeAsync(connection, socket, () => { });
        }
        else
        {
            await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "The connection cannot be recovered.", default);
        }
    }

    private async Task ServeAsync(Connection connection, WebSocket socket, Action opened) =>
        connections.Leave(connection, await connection.ServeAsync(socket, opened));
}
