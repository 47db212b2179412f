using Nethereum.Util;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Evm;

/// <summary>
/// The address of a sell: that of a minimal proxy (EIP-1167) which the factory would make by CREATE2 (EIP-1014) with a salt of the
/// sell's id. It is known before anything is on the chain, and whatever comes to it can go to the treasury and nowhere else. See
/// contracts/ForwarderFactory.sol.
/// </summary>
internal static class Forwarders
{
    /// <summary>Keccak-256 of the sell's id.</summary>
    public static byte[] SaltOf(SellId sell) => Convert.FromHexString(Abi.Keccak(sell.ToString()));

    /// <summary>In lower case.</summary>
    public static string AddressOf(string factory, SellId sell)
    {
        var code = Hash([.. Convert.FromHexString("3d602d80600a3d3981f3363d3d373d3d3d363d73"), .. Hex.Bytes(ImplementationOf(factory)), .. Convert.FromHexString("5af43d82803e903d91602b57fd5bf3")]);
        return LastTwentyOf(Hash([0xff, .. Hex.Bytes(factory), .. SaltOf(sell), .. code]));
    }

    /// <summary>As people are shown it, with its checksum.</summary>
    public static string Checksummed(string address) => AddressUtil.Current.ConvertToChecksumAddress(address);

    /// <summary>The first contract that the factory made, in its constructor: keccak(rlp([factory, 1])).</summary>
    private static string ImplementationOf(string factory) => LastTwentyOf(Hash([0xd6, 0x94, .. Hex.Bytes(factory), 0x01]));

    private static byte[] Hash(byte[] bytes) => Sha3Keccack.Current.CalculateHash(bytes);

    private static string LastTwentyOf(byte[] hash) => Hex.Of(hash[12..]);
}

/// <summary>Whether the settings and the chain speak of the same things. Before that is known no address is given to anybody.</summary>
internal sealed partial class CheckedSetup(Chain chain, EvmSettings settings, Assets assets, ILogger<CheckedSetup> log)
{
    private volatile bool isWell;

    /// <summary>
    /// The sell's address, after the factory itself has said the same and, once in a process, after a majority of nodes has said that
    /// this is the network of the settings, that the factory pays the treasury of the settings, and that the tokens have the decimals
    /// of their currencies. Null where any of it is not known or not so.
    /// </summary>
    public async Task<string?> ConfirmAsync(SellId sell, long block, CancellationToken cancellation)
    {
        if (!isWell && !await IsWellAsync(block, cancellation))
        {
            return null;
        }

        var address = Forwarders.AddressOf(settings.Factory, sell);
        var said = Abi.Address(await chain.CallAsync(settings.Factory, Abi.AddressOf(Forwarders.SaltOf(sell)), block, cancellation));
        if (said is not null && said != address)
        {
            Differs(settings.Prefix + "FACTORY", "the address of a sell");
        }

        return said == address ? address : null;
    }

    private async Task<bool> IsWellAsync(long block, CancellationToken cancellation)
    {
        var chainId = await chain.ReadChainIdAsync(cancellation);
        var treasury = Abi.Address(await chain.CallAsync(settings.Factory, Abi.Treasury, block, cancellation));
        var isWellSoFar = IsSame(settings.Prefix + "CHAIN_ID", "the network's number", chainId, settings.ChainId)
            & IsSame(settings.Prefix + "TREASURY", "the factory's treasury", treasury, settings.Treasury);
        foreach (var asset in assets.All.Where(asset => asset.Network == settings.Network))
        {
            var said = await chain.CallAsync(asset.Contract.Normalized, Abi.Decimals, block, cancellation);
            isWellSoFar &= IsSame(settings.Prefix + "CONTRACTS", $"the decimals of {asset.Currency}", said, "0x" + asset.Decimals.ToString("x64", System.Globalization.CultureInfo.InvariantCulture));
        }

        return isWell = isWellSoFar;
    }

    /// <summary>What is not known is not the same, and is nobody's mistake either.</summary>
    private bool IsSame<T>(string setting, string what, T? said, T expected)
    {
        if (said is not null && !said.Equals(expected))
        {
            Differs(setting, what);
        }

        return said is not null && said.Equals(expected);
    }

    [LoggerMessage(EventId = 951, Level = LogLevel.Error, Message = "ALARM: the chain and {Setting} do not agree on {What}; no address is given.")]
    private partial void Differs(string setting, string what);
}
