using System.Diagnostics.CodeAnalysis;

namespace OffRamp.Functions;

/// <summary>The assets that are taken. Which they are, and on what terms, is configuration; these are the defaults.</summary>
internal sealed class Assets(IReadOnlyList<Asset> all)
{
    private const long EthereumMainnet = 1;

    /// <summary>USDT on TRON and Ethereum, USDC on Ethereum; 10 to 10,000 a sell.</summary>
    public static Assets Defaults { get; } = new(
    [
        Take(Currency.USDT, Network.TRC20, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", confirmations: 20, dust: "1"),
        Take(Currency.USDT, Network.ERC20, "0xdAC17F958D2ee523a2206206994597C13D831ec7", confirmations: 12, dust: "2"),
        Take(Currency.USDC, Network.ERC20, "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", confirmations: 12, dust: "2"),
    ]);

    public IReadOnlyList<Asset> All => all;

    /// <summary>The networks that somebody may name here, whether something is taken on them or not.</summary>
    public IReadOnlyList<Network> Networks { get; } = [.. OffRamp.Functions.Networks.All.Union(all.Select(asset => asset.Network))];

    /// <summary>The asset that a partner or user names.</summary>
    public bool TryFind(Currency currency, Network network, [NotNullWhen(true)] out Asset? asset)
    {
        asset = all.FirstOrDefault(candidate => candidate.Currency == currency && candidate.Network == network);
        return asset is not null;
    }

    /// <summary>The asset that a deposit is of, known by the token's contract.</summary>
    public bool TryFind(ChainAddress contract, [NotNullWhen(true)] out Asset? asset)
    {
        asset = all.FirstOrDefault(candidate => candidate.Contract == contract);
        return asset is not null;
    }

    /// <summary>Whether an address is a token's contract: what is sent back there is lost.</summary>
    public bool IsContract(ChainAddress address) => TryFind(address, out _);

    /// <summary>Those of some networks alone.</summary>
    public Assets On(IReadOnlyCollection<Network> networks) => new([.. all.Where(asset => networks.Contains(asset.Network))]);

    /// <summary>The same with an EVM network of these contracts, on Ethereum's terms as they are by default: what is not named there is not taken there.</summary>
    /// <param name="network">Which; what was known of it goes.</param>
    /// <param name="chainId">Its number by EIP-155.</param>
    /// <param name="contracts">Of the tokens.</param>
    public Assets WithNetwork(Network network, long chainId, IReadOnlyDictionary<Currency, ChainAddress> contracts) => new(
    [
        .. all.Where(asset => asset.Network != network),
        .. Defaults.All.Where(asset => asset.Network == Network.ERC20 && contracts.ContainsKey(asset.Currency))
            .Select(asset => asset with { Network = network, ChainId = chainId, Contract = contracts[asset.Currency] }),
    ]);

    private static Asset Take(Currency currency, Network network, string contract, int confirmations, string dust) => new()
    {
        Currency = currency,
        Network = network,
        ChainId = network.IsEvm ? EthereumMainnet : null,
        Contract = ChainAddress.Parse(network, contract),
        Minimum = Money.Parse("10", currency),
        Maximum = Money.Parse("10000", currency),
        Confirmations = confirmations,
        Dust = Money.Parse(dust, currency),
        RefundCost = Money.Zero(currency),
    };
}
