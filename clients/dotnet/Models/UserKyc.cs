// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record UserKyc
{
    /// <summary>The user, as the partner knows them.</summary>
    [JsonPropertyName("partner_user_id")]
    public string PartnerUserId { get; init; } = "";

    /// <summary>Whether the user may sell: only `verified` may.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";
}
