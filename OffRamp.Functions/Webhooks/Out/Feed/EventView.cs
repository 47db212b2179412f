using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Webhooks.Out.Feed;

/// <summary>An event as its partner gets it, by webhook and in the feed alike; the names are the contract's.</summary>
internal sealed record EventView
{
    public required EventId Id { get; init; }
    public required string Type { get; init; }
    public string ApiVersion { get; } = "v1";
    public required DateTimeOffset CreatedAt { get; init; }
    public required long Sequence { get; init; }
    public string? PreviousStatus { get; init; }

    /// <summary>The sell or session, as it was then.</summary>
    public required JsonObject Data { get; init; }

    /// <param name="told">As stored, without metadata and support.</param>
    /// <param name="owner">Has both.</param>
    public static EventView Of(WebhookEvent told, EventOwner owner)
    {
        var data = JsonNode.Parse(told.Data)!.AsObject();
        data["metadata"] = owner.Metadata?.DeepClone();
        data["support"] = JsonSerializer.SerializeToNode(owner.Support, ApiJson.Options);
        return new()
        {
            Id = told.Id,
            Type = told.Type,
            CreatedAt = told.CreatedAt,
            Sequence = told.Sequence,
            PreviousStatus = told.PreviousStatus,
            Data = data,
        };
    }

    /// <summary>The body of the webhook: the same bytes on every attempt.</summary>
    public byte[] ToBody() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Options);
}
