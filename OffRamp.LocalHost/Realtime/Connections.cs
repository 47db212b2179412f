using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace OffRamp.LocalHost.Realtime;

/// <summary>Who is connected, and to which groups each belongs.</summary>
internal sealed class Connections(TimeProvider realTime)
{
    /// <summary>How long a lost client may come back.</summary>
    private static readonly TimeSpan Recoverable = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Member> _members = new();

    public IReadOnlyList<Connection> All => [.. _members.Values.Select(member => member.Connection)];

    public void Add(Connection connection) => _members[connection.Id] = new(connection);

    public Connection? Find(string id) => _members.GetValueOrDefault(id)?.Connection;

    /// <summary>A lost client that is back in time, with its token.</summary>
    public Connection? Recover(string id, string token)
    {
        if (_members.GetValueOrDefault(id) is not { } member || member.Connection.ReconnectionToken != token
            || realTime.GetUtcNow() - member.LostAt > Recoverable)
        {
            return null;
        }

        member.LostAt = null;
        return member.Connection;
    }

    /// <summary>Its WebSocket has ended. One that may come back keeps its place for a while.</summary>
    public void Leave(Connection connection, bool saidGoodbye)
    {
        if (saidGoodbye || !connection.Subprotocol.IsReliable)
        {
            Remove(connection.Id);
        }
        else if (_members.TryGetValue(connection.Id, out var member))
        {
            member.LostAt = realTime.GetUtcNow();
        }
    }

    public void Remove(string id) => _members.TryRemove(id, out _);

    public bool Join(string group, string id) => _members.TryGetValue(id, out var member) && (member.Groups.TryAdd(group, true) || true);

    public void Publish(string group, JsonNode data)
    {
        foreach (var member in _members.Values.Where(member => member.Groups.ContainsKey(group)))
        {
            member.Connection.Send(data, group);
        }
    }

    private sealed class Member(Connection connection)
    {
        public Connection Connection => connection;

        public ConcurrentDictionary<string, bool> Groups { get; } = new();

        public DateTimeOffset? LostAt { get; set; }
    }
}
