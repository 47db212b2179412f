using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace OffRamp.Functions.Deposits;

/// <summary>An entry of the custodian's list that may be a transfer to the address, and cannot be read.</summary>
/// <param name="EntryId">The same each time the list is read: named by its transaction, or by what is written where that cannot be read either.</param>
/// <param name="Sha256">Of the entry as it was written, to find it again at the custodian; what it says is not kept.</param>
internal sealed record UnreadableEntry(string EntryId, string Sha256)
{
    /// <summary>The name of an entry whose transaction can be read.</summary>
    public static string IdOf(string txHash, long? logIndex) => IdOf($"{txHash}|{logIndex}");

    /// <summary>The name of one whose transaction cannot be read either: what is written there.</summary>
    public static string IdOf(string written) => $"ent_{Digest(written)[..24]}";

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>What can be read, where that is its transaction, token and amount: enough for an operator to count it. Never stored.</summary>
    [JsonIgnore]
    public DepositFact? Known { get; init; }
}

/// <summary>One page of the custodian's list of transfers to an address.</summary>
internal sealed record DepositPage(IReadOnlyList<DepositFact> Facts)
{
    public IReadOnlyList<UnreadableEntry> Unreadable { get; init; } = [];

    /// <summary>Transfers of something else, which could not be read otherwise: they block nothing.</summary>
    public int Foreign { get; init; }

    /// <summary>Where the list goes on; null where this is its end.</summary>
    public string? NextCursor { get; init; }
}
