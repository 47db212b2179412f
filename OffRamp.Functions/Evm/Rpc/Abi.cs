using System.Globalization;
using System.Numerics;
using System.Text;
using Nethereum.Util;

namespace OffRamp.Functions.Evm.Rpc;

/// <summary>The few calls of contracts that are made, in the words of Solidity's ABI: a selector, and 32 bytes an argument.</summary>
internal static class Abi
{
    /// <summary>The event of ERC-20: <c>Transfer(address indexed from, address indexed to, uint256 value)</c>.</summary>
    public static string TransferTopic { get; } = "0x" + Keccak("Transfer(address,address,uint256)");

    public static string Keccak(string text) => Convert.ToHexStringLower(Sha3Keccack.Current.CalculateHash(Encoding.UTF8.GetBytes(text)));

    public static string Transfer(string to, BigInteger units) => Selector("transfer(address,uint256)") + Word(to) + Word(units);

    public static string BalanceOf(string account) => Selector("balanceOf(address)") + Word(account);

    public static string Decimals => Selector("decimals()");

    public static string Treasury => Selector("treasury()");

    /// <summary>Of the factory: the address of a salt.</summary>
    public static string AddressOf(byte[] salt) => Selector("addressOf(bytes32)") + Convert.ToHexStringLower(salt);

    /// <summary>Of the factory: what each of those accounts has of a token.</summary>
    public static string BalancesOf(string token, IReadOnlyList<string> accounts) => Selector("balancesOf(address,address[])")
        + Word(token) + Word(64) + Word(accounts.Count) + string.Concat(accounts.Select(Word));

    /// <summary>Of the factory: moves all of a token from the addresses of those salts to the treasury.</summary>
    public static string Sweep(string token, IReadOnlyList<byte[]> salts) => Selector("sweep(address,bytes32[])")
        + Word(token) + Word(64) + Word(salts.Count) + string.Concat(salts.Select(Convert.ToHexStringLower));

    /// <summary>An address in 32 bytes, as events name it.</summary>
    public static string Topic(string address) => "0x" + Word(address);

    /// <summary>The address in 32 bytes; null where there is more in them.</summary>
    public static string? Address(string? word) =>
        word is { Length: 66 } && word.AsSpan(2, 24).IndexOfAnyExcept('0') < 0 ? string.Concat("0x", word.AsSpan(26)) : null;

    private static string Selector(string signature) => "0x" + Keccak(signature)[..8];

    private static string Word(string address) => address[2..].ToLowerInvariant().PadLeft(64, '0');

    private static string Word(BigInteger number) => number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0').PadLeft(64, '0');
}
