using System.Numerics;

namespace OffRamp.Functions.Hosting.Configuration;

/// <summary>
/// An EVM network that is served without a custodian: deposits are read from the chain, refunds are signed by a signer of our own.
/// See docs/evm.md.
/// </summary>
internal sealed record EvmSettings
{
    /// <summary>As the contract calls it.</summary>
    public required Network Network { get; init; }

    /// <summary>How the names of its settings begin: <c>OFFRAMP_EVM_</c> of ERC20, <c>OFFRAMP_EVM_BASE_</c> of BASE.</summary>
    public string Prefix => PrefixOf(Network);

    /// <summary>Of JSON-RPC. More than half must say the same.</summary>
    public required IReadOnlyList<Uri> Nodes { get; init; }

    /// <summary>The network's number by EIP-155.</summary>
    public required long ChainId { get; init; }

    /// <summary>The forwarders' factory; lower case, like all addresses here.</summary>
    public required string Factory { get; init; }

    /// <summary>Where the factory's forwarders send what comes to them.</summary>
    public required string Treasury { get; init; }

    /// <summary>The account that pays refunds and gas.</summary>
    public required string Account { get; init; }

    /// <summary>Web3Signer, or what speaks as it does: it alone has the account's key.</summary>
    public required Uri Signer { get; init; }

    /// <summary>The tokens' contracts where they are not those of Ethereum's main network: an asset that is not here is not taken then.</summary>
    public IReadOnlyDictionary<Currency, ChainAddress>? Contracts { get; init; }

    /// <summary>The most that a unit of gas may cost, in wei.</summary>
    public required BigInteger MaximumFee { get; init; }

    /// <summary>Below so much of the network's own coin, in wei, operators are alarmed, and no address is given.</summary>
    public required BigInteger LowestGas { get; init; }

    /// <summary>The network says which block is final.</summary>
    public required bool AsksForFinalized { get; init; }

    /// <summary>Nothing newer than so many blocks is final, whatever the network says.</summary>
    public required int FinalAfter { get; init; }

    /// <summary>How many blocks a node is asked about at once.</summary>
    public required int BlockRange { get; init; }

    /// <summary>The first nonce that may be used, where an operator has looked at all transactions before it; null: as the records have it.</summary>
    public long? FirstNonce { get; init; }

    /// <inheritdoc cref="Prefix"/>
    public static string PrefixOf(Network network) => network == Network.ERC20 ? "OFFRAMP_EVM_" : $"OFFRAMP_EVM_{network}_";
}
