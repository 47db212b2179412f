using System.Security.Cryptography;
using System.Text;
using Nethereum.Util;
using SimpleBase;

namespace OffRamp.LocalHost.Sandbox.Chain;

/// <summary>
/// Addresses that look and check like real ones. They derive from their seed: the same sell has the
/// same address even after the sandbox lost its data.
/// </summary>
internal static class SandboxAddress
{
    private const byte TronMainnet = 0x41;

    public static string ForSell(string network, string sellId) => Make(network, "sell:" + sellId);

    /// <summary>A contract for a token nobody has heard of.</summary>
    public static string ForToken(string network, string asset) => Make(network, "token:" + asset);

    /// <summary>What an address is compared by: Ethereum's letter case is only a checksum, TRON's is the address.</summary>
    public static string Comparable(string address) =>
        address.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? address.ToLowerInvariant() : address;

    private static string Make(string network, string seed)
    {
        var account = SHA256.HashData(Encoding.UTF8.GetBytes($"offramp-sandbox:{network}:{seed}")).AsSpan(0, 20);
        return network == "ERC20" ? AddressUtil.Current.ConvertToChecksumAddress(Convert.ToHexStringLower(account)) : Base58.Bitcoin.EncodeCheck(account, TronMainnet);
    }
}
