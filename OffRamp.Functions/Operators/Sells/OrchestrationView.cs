using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>An orchestration as operators see it: how it stands, and nothing of what it was given or gave.</summary>
internal sealed record OrchestrationView(
    string InstanceId, string Name, OrchestrationRuntimeStatus RuntimeStatus, JsonNode? CustomStatus, DateTimeOffset CreatedAt, DateTimeOffset LastUpdatedAt)
{
    public static OrchestrationView Of(OrchestrationMetadata instance) => new(
        instance.InstanceId,
        instance.Name,
        instance.RuntimeStatus,
        instance.SerializedCustomStatus is { } status ? InOurWords(JsonNode.Parse(status)) : null,
        instance.CreatedAt,
        instance.LastUpdatedAt);

    // The engine writes a phase in its own way: onHold.
    private static JsonNode? InOurWords(JsonNode? said) =>
        said is JsonValue value && value.TryGetValue<string>(out var text) && Enum.TryParse<SellPhase>(text, ignoreCase: true, out var phase)
            ? JsonSerializer.SerializeToNode(phase, ApiJson.Options)
            : said;
}
