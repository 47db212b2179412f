using System.Numerics;
using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting.Configuration;

/// <summary>
/// An EVM network that is served without a custodian: deposits are read from the chain, refunds are signed by a signer of our own.
/// See docs/evm.md.
/// </summary>
internal sealed record EvmSettings
{
    private const string NodesName = "OFFRAMP_EVM_NODES";
    private const string ContractsName = "OFFRAMP_EVM_CONTRACTS";
    private const long MainNet = 1;

    private static readonly BigInteger Gwei = 1_000_000_000;

    /// <summary>As the contract calls it.</summary>
    public Network Network { get; init; } = Network.ERC20;

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

    /// <summary>Null where the network is the custodian's.</summary>
    public static EvmSettings? Read(SettingsReader reader)
    {
        var nodes = ReadNodes(reader);
        var contracts = ReadContracts(reader);
        var (factory, treasury, account) = (reader.Optional("OFFRAMP_EVM_FACTORY"), reader.Optional("OFFRAMP_EVM_TREASURY"), reader.Optional("OFFRAMP_EVM_ACCOUNT"));
        var signer = reader.Optional("OFFRAMP_EVM_SIGNER_URL");
        var chainId = reader.Number("OFFRAMP_EVM_CHAIN_ID", 1, 1, long.MaxValue);
        var settings = new EvmSettings
        {
            Nodes = nodes,
            ChainId = chainId,
            Factory = nodes.Count == 0 ? "" : Address(reader, "OFFRAMP_EVM_FACTORY", factory),
            Treasury = nodes.Count == 0 ? "" : Address(reader, "OFFRAMP_EVM_TREASURY", treasury),
            Account = nodes.Count == 0 ? "" : Address(reader, "OFFRAMP_EVM_ACCOUNT", account),
            Signer = nodes.Count == 0 && signer is null ? new("https://missing.invalid") : reader.Url("OFFRAMP_EVM_SIGNER_URL"),
            Contracts = contracts,
            MaximumFee = Gwei * reader.Number("OFFRAMP_EVM_MAX_FEE_GWEI", 100, 1, 100_000),
            LowestGas = ReadLowestGas(reader),
            AsksForFinalized = ReadFinality(reader),
            FinalAfter = (int)reader.Number("OFFRAMP_EVM_FINAL_AFTER", 64, 0, 100_000),
            BlockRange = (int)reader.Number("OFFRAMP_EVM_BLOCK_RANGE", 2_000, 1, 100_000),
            FirstNonce = reader.Optional("OFFRAMP_EVM_FIRST_NONCE") is null ? null : reader.Number("OFFRAMP_EVM_FIRST_NONCE", 0, 0, long.MaxValue),
        };
        if (nodes.Count > 0 && chainId != MainNet && contracts is null)
        {
            reader.Problem(ContractsName, $"is needed where OFFRAMP_EVM_CHAIN_ID is not {MainNet}: the tokens have other contracts there");
        }

        return nodes.Count == 0 ? null : settings;
    }

    private static List<Uri> ReadNodes(SettingsReader reader)
    {
        var nodes = new List<Uri>();
        foreach (var text in Entries(reader, NodesName))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var node) || node.Scheme is not ("http" or "https") || nodes.Contains(node))
            {
                reader.Problem(NodesName, "must be https addresses, separated by commas, each once");
            }
            else if (node.Scheme == "http" && !reader.IsLocal)
            {
                reader.Problem(NodesName, "must be https");
            }
            else
            {
                nodes.Add(node);
            }
        }

        if (nodes.Count == 1 && !reader.IsLocal)
        {
            reader.Problem(NodesName, "must be at least two: what one node says is nobody's word but its own");
        }

        return nodes;
    }

    /// <summary><c>USDC=0x…,USDT=0x…</c>.</summary>
    private static Dictionary<Currency, ChainAddress>? ReadContracts(SettingsReader reader)
    {
        var contracts = new Dictionary<Currency, ChainAddress>();
        foreach (var entry in Entries(reader, ContractsName))
        {
            if (entry.Split('=') is not [var code, var text] || !Currency.TryOf(code, out var currency) || currency.IsFiat
                || !ChainAddress.TryParse(Network.ERC20, text, out var contract) || !contracts.TryAdd(currency, contract))
            {
                reader.Problem(ContractsName, "must be asset=address, separated by commas, each asset once: USDC=0x...");
            }
        }

        return contracts.Count == 0 ? null : contracts;
    }

    private static bool ReadFinality(SettingsReader reader) => reader.Optional("OFFRAMP_EVM_FINALIZED") switch
    {
        null or "on" => true,
        "off" => false,
        _ => reader.Problem("OFFRAMP_EVM_FINALIZED", "is on or off"),
    };

    /// <summary>Whole coins of the network, such as <c>0.05</c>.</summary>
    private static BigInteger ReadLowestGas(SettingsReader reader)
    {
        if (DecimalText.TryParse(reader.Optional("OFFRAMP_EVM_LOWEST_GAS") ?? "0.05", 18, out var wei))
        {
            return wei;
        }

        reader.Problem("OFFRAMP_EVM_LOWEST_GAS", "must be an amount of the network's own coin, such as 0.05");
        return 0;
    }

    private static string Address(SettingsReader reader, string name, string? text)
    {
        if (!ChainAddress.TryParse(Network.ERC20, text, out var address))
        {
            reader.Problem(name, text is null ? "is missing" : "is not an Ethereum address, or its checksum is wrong");
            return "";
        }

        return address.Normalized;
    }

    private static string[] Entries(SettingsReader reader, string name) =>
        (reader.Optional(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
