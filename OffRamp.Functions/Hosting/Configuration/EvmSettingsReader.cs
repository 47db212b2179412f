using System.Numerics;

namespace OffRamp.Functions.Hosting.Configuration;

/// <summary>Reads the settings of one EVM network, whose names begin alike.</summary>
internal sealed class EvmSettingsReader(SettingsReader reader, Network network)
{
    private const string NetworksName = "OFFRAMP_EVM_NETWORKS";
    private const long MainNet = 1;

    private static readonly BigInteger Gwei = 1_000_000_000;

    private readonly string prefix = EvmSettings.PrefixOf(network);

    /// <summary>All networks that are served without a custodian: ERC20 where it has nodes, and those that are named besides.</summary>
    public static IReadOnlyList<EvmSettings> ReadAll(SettingsReader reader)
    {
        var read = new List<EvmSettings>();
        if (new EvmSettingsReader(reader, Network.ERC20).Read() is { } ethereum)
        {
            read.Add(ethereum);
        }

        foreach (var name in Entries(reader, NetworksName))
        {
            if (!Network.TryParse(name, out var network) || IsTaken(network) || read.Exists(other => other.Network == network))
            {
                reader.Problem(NetworksName, "must be names of 2 to 16 capital letters and digits, separated by commas, each once, and none of TRC20, ERC20, TRON and ETHEREUM");
            }
            else if (new EvmSettingsReader(reader, network).Read() is { } settings)
            {
                read.Add(settings);
            }
        }

        foreach (var twice in read.Where(one => one.ChainId > 0 && read.Find(other => other.ChainId == one.ChainId) != one))
        {
            reader.Problem(twice.Prefix + "CHAIN_ID", "is another network's");
        }

        return read;
    }

    // Partners name a network in either of two ways, and each must mean one.
    private static bool IsTaken(Network network) => Networks.All.Any(known => known == network || known.TargetName == network.ToString());

    /// <summary>Null where it is not served: one that is named has to be.</summary>
    private EvmSettings? Read()
    {
        var isNamed = network != Network.ERC20;
        var nodes = ReadNodes();
        if (isNamed && nodes.Count == 0)
        {
            Problem("NODES", "is missing");
        }

        var isServed = nodes.Count > 0;
        var contracts = ReadContracts();
        var chainId = isNamed && Optional("CHAIN_ID") is null ? 0 : Number("CHAIN_ID", MainNet, 1, long.MaxValue);
        var settings = new EvmSettings
        {
            Network = network,
            Nodes = nodes,
            ChainId = chainId,
            Factory = Address("FACTORY", isServed),
            Treasury = Address("TREASURY", isServed),
            Account = Address("ACCOUNT", isServed),
            Signer = ReadSigner(isServed),
            Contracts = contracts,
            MaximumFee = Gwei * Number("MAX_FEE_GWEI", 100, 1, 100_000),
            LowestGas = ReadLowestGas(),
            AsksForFinalized = ReadFinality(),
            FinalAfter = (int)Number("FINAL_AFTER", 64, 0, 100_000),
            BlockRange = (int)Number("BLOCK_RANGE", 2_000, 1, 100_000),
            FirstNonce = Optional("FIRST_NONCE") is null ? null : Number("FIRST_NONCE", 0, 0, long.MaxValue),
        };
        if (isServed && chainId == 0)
        {
            Problem("CHAIN_ID", "is missing");
        }

        if (isServed && settings is { AsksForFinalized: false, FinalAfter: 0 })
        {
            Problem("FINAL_AFTER", "must be at least 1 where FINALIZED is off: else the newest block, which the chain may take back, would be final");
        }

        if (isServed && settings.Account == settings.Treasury && settings.Account.Length > 0)
        {
            Problem("ACCOUNT", "is the treasury: what it pays refunds from must not be what users' deposits are in");
        }

        if (isServed && (isNamed || chainId != MainNet) && contracts is null)
        {
            Problem("CONTRACTS", "is needed on every network but Ethereum's main one: the tokens have other contracts there");
        }

        return isServed ? settings : null;
    }

    private List<Uri> ReadNodes()
    {
        var nodes = new List<Uri>();
        foreach (var text in Entries(reader, prefix + "NODES"))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var node) || node.Scheme is not ("http" or "https") || nodes.Contains(node))
            {
                Problem("NODES", "must be https addresses, separated by commas, each once");
            }
            else if (node.Scheme == "http" && !reader.IsLocal)
            {
                Problem("NODES", "must be https");
            }
            else
            {
                nodes.Add(node);
            }
        }

        if (nodes.Count == 1 && !reader.IsLocal)
        {
            Problem("NODES", "must be at least two: what one node says is nobody's word but its own");
        }

        return nodes;
    }

    /// <summary><c>USDC=0x…,USDT=0x…</c>.</summary>
    private Dictionary<Currency, ChainAddress>? ReadContracts()
    {
        var contracts = new Dictionary<Currency, ChainAddress>();
        foreach (var entry in Entries(reader, prefix + "CONTRACTS"))
        {
            if (entry.Split('=') is not [var code, var text] || !Currency.TryOf(code, out var currency) || currency.IsFiat
                || !ChainAddress.TryParse(network, text, out var contract) || !contracts.TryAdd(currency, contract))
            {
                Problem("CONTRACTS", "must be asset=address, separated by commas, each asset once: USDC=0x...");
            }
        }

        return contracts.Count == 0 ? null : contracts;
    }

    private Uri ReadSigner(bool isServed) =>
        !isServed && Optional("SIGNER_URL") is null ? new("https://missing.invalid") : reader.Url(prefix + "SIGNER_URL");

    private bool ReadFinality() => Optional("FINALIZED") switch
    {
        null or "on" => true,
        "off" => false,
        _ => Problem("FINALIZED", "is on or off"),
    };

    /// <summary>Whole coins of the network, such as <c>0.05</c>.</summary>
    private BigInteger ReadLowestGas()
    {
        if (DecimalText.TryParse(Optional("LOWEST_GAS") ?? "0.05", 18, out var wei))
        {
            return wei;
        }

        Problem("LOWEST_GAS", "must be an amount of the network's own coin, such as 0.05");
        return 0;
    }

    private string Address(string name, bool isServed)
    {
        var text = Optional(name);
        if (ChainAddress.TryParse(network, text, out var address))
        {
            return address.Normalized;
        }

        if (isServed)
        {
            Problem(name, text is null ? "is missing" : "is not an Ethereum address, or its checksum is wrong");
        }

        return "";
    }

    private string? Optional(string name) => reader.Optional(prefix + name);

    private long Number(string name, long otherwise, long least, long most) => reader.Number(prefix + name, otherwise, least, most);

    private bool Problem(string name, string what) => reader.Problem(prefix + name, what);

    private static string[] Entries(SettingsReader reader, string name) =>
        (reader.Optional(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
