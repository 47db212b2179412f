using System.Text.Json.Nodes;
using Microsoft.DurableTask.Client;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>An orchestration as operators see it: how it stands, and nothing of what it was given or gave.</summary>
internal sealed record OrchestrationView(
    string InstanceId, string Name, OrchestrationRuntimeStatus RuntimeStatus, JsonNode? CustomStatus, DateTimeOffset CreatedAt, DateTimeOffset LastUpdatedAt)
{
    public static OrchestrationView Of(OrchestrationMetadata instance) => new(
        instance.InstanceId,
        instance.Name,
        instance.RuntimeStatus,
        instance.SerializedCustomStatus is { } status ? JsonNode.Parse(status) : null,
        instance.CreatedAt,
        instance.LastUpdatedAt);
}
