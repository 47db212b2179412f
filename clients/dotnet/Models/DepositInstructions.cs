// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>What is sent.</summary>
public sealed partial record DepositInstructions
{
    /// <summary>On the network.</summary>
    [JsonPropertyName("address")]
    public string Address { get; init; } = "";

    /// <summary>To be given with the transfer; null where none is needed.</summary>
    [JsonPropertyName("memo")]
    public string? Memo { get; init; }

    /// <summary>The same for wallets: a QR code's content. On Ethereum a link by EIP-681; on TRON the address alone, because wallets there take nothing else.</summary>
    [JsonPropertyName("uri")]
    public string Uri { get; init; } = "";

    /// <summary>Until when the crypto must be seen.</summary>
    [JsonPropertyName("deadline")]
    public DateTimeOffset Deadline { get; init; }
}
