using System.Text.Json;
using System.Text.Json.Nodes;

namespace OffRamp.LocalHost.Realtime;

/// <summary>How messages look to a client: bare, or as one of the service's two JSON protocols.</summary>
internal sealed record Subprotocol(string? Name, bool IsReliable)
{
    public static Subprotocol Bare { get; } = new(null, false);

    private static readonly Subprotocol[] Known = [new("json.webpubsub.azure.v1", false), new("json.reliable.webpubsub.azure.v1", true)];

    /// <summary>The first of the client's that is known.</summary>
    public static Subprotocol Choose(IEnumerable<string> requested) =>
        requested.Select(name => Array.Find(Known, known => known.Name == name)).FirstOrDefault(known => known is not null) ?? Bare;

    /// <summary>What a client is told once it is connected; null for nothing.</summary>
    public string? Welcome(Connection connection)
    {
        if (Name is null)
        {
            return null;
        }

        var welcome = new JsonObject
        {
            ["type"] = "system",
            ["event"] = "connected",
            ["userId"] = connection.User,
            ["connectionId"] = connection.Id,
        };
        if (IsReliable)
        {
            welcome["reconnectionToken"] = connection.ReconnectionToken;
        }

        return welcome.ToJsonString();
    }

    /// <summary>A message of the server's, or of a group.</summary>
    public string Frame(JsonNode data, string? group, ulong number)
    {
        if (Name is null)
        {
            return data.ToJsonString();
        }

        var frame = new JsonObject { ["type"] = "message", ["from"] = group is null ? "server" : "group" };
        if (IsReliable)
        {
            frame["sequenceId"] = number;
        }

        if (group is not null)
        {
            frame["group"] = group;
        }

        frame["dataType"] = "json";
        frame["data"] = data.DeepClone();
        return frame.ToJsonString();
    }

    /// <summary>Hears a client, which may do nothing but listen.</summary>
    /// <returns>What it is answered; null for nothing.</returns>
    public string? Hear(string text, Connection connection)
    {
        if (Name is null || Parse(text) is not { } message)
        {
            return null;
        }

        switch (message["type"]?.GetValue<string>())
        {
            case "ping":
                return """{"type":"pong"}""";
            case "sequenceAck":
                connection.Acknowledge(message["sequenceId"]!.GetValue<ulong>());
                return null;
            default:
                return message["ackId"] is { } ackId ? Refuse(ackId) : null;
        }
    }

    private static string Refuse(JsonNode ackId) => new JsonObject
    {
        ["type"] = "ack",
        ["ackId"] = ackId.DeepClone(),
        ["success"] = false,
        ["error"] = new JsonObject { ["name"] = "Forbidden", ["message"] = "The client does not have permission." },
    }.ToJsonString();

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
