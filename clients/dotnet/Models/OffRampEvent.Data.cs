using System.Text.Json;
using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What the event is about, read as what it is.</summary>
public sealed partial record OffRampEvent
{
    /// <summary>The session, as it was right then; null where the event is about a sell.</summary>
    [JsonIgnore]
    public Session? Session => Is("session") ? Data.Deserialize<Session>(Api.Json) : null;

    /// <summary>The sell, as it was right then; null where the event is about a session that has none.</summary>
    [JsonIgnore]
    public Sell? Sell => Is("sell") ? Data.Deserialize<Sell>(Api.Json) : null;

    private bool Is(string kind) => Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty("object", out var said) && said.ValueEquals(kind);
}
