using System.Text.Json;

namespace OffRamp.DurableTask.Client;

/// <summary>Reads an instance as the Durable HTTP API shows it.</summary>
internal static class InstanceReader
{
    public static OrchestrationMetadata Read(JsonElement instance, string askedId) =>
        new(Text(instance, "name") ?? "", Text(instance, "instanceId") ?? askedId)
        {
            RuntimeStatus = Enum.TryParse<OrchestrationRuntimeStatus>(Text(instance, "runtimeStatus"), true, out var status)
                ? status
                : throw new JsonException("The Durable API reports an unknown runtimeStatus."),
            CreatedAt = Time(instance, "createdTime"),
            LastUpdatedAt = Time(instance, "lastUpdatedTime"),
            SerializedInput = Json(instance, "input"),
            SerializedOutput = Json(instance, "output"),
            SerializedCustomStatus = Json(instance, "customStatus"),
        };

    private static string? Text(JsonElement instance, string name) =>
        instance.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset Time(JsonElement instance, string name) =>
        DateTimeOffset.TryParse(Text(instance, name), null, System.Globalization.DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : default;

    private static string? Json(JsonElement instance, string name) =>
        instance.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value.GetRawText()
            : null;
}
