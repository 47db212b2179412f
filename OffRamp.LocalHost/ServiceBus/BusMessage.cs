using System.Text.Json;

namespace OffRamp.LocalHost.ServiceBus;

/// <summary>A message as it was sent: with its <c>BrokerProperties</c>, and its body.</summary>
internal sealed record BusMessage(JsonElement Properties, string ContentType, byte[] Body)
{
    public string? Id => Text("MessageId");

    public string? SessionId => Text("SessionId");

    public string? Label => Text("Label");

    private string? Text(string name) =>
        Properties.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
