using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Webhooks.Out;

/// <summary>To whom a session's and its sell's events are told, and what is joined to each when it is shown: it never changes.</summary>
internal sealed record EventOwner(PartnerId PartnerId, JsonObject? Metadata, Support? Support)
{
    /// <summary>The part of a session's row that its events need.</summary>
    public static EventOwner Of(Row session) => JsonSerializer.Deserialize<EventOwner>(session.GetLargeText(SellKeys.Data)!, ApiJson.Options)!;
}
