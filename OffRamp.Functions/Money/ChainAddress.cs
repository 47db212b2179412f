using System.Text.Json.Serialization;

namespace OffRamp.Functions;

/// <summary>
/// An address on a chain, whose checksum was verified. Two spellings of one address are equal.
/// In stored records it is <c>"TRC20:T..."</c>.
/// </summary>
[JsonConverter(typeof(ChainAddressJson))]
internal readonly record struct ChainAddress
{
    private ChainAddress(Network network, string text, string normalized) =>
        (Network, Text, Normalized) = (network, text, normalized);

    public Network Network { get; }

    /// <summary>As it was given, with its checksum.</summary>
    public string Text { get; }

    /// <summary>The one spelling to compare and to key by: lower case on EVM networks, as it is on TRON.</summary>
    public string Normalized { get; }

    /// <summary>The one spelling to show to others who may compare letter by letter: with its checksum, whatever case it was given in.</summary>
    public string Checksummed => Normalized.StartsWith("0x", StringComparison.Ordinal) ? EthereumAddress.WithChecksum(Normalized) : Text;

    /// <summary>
    /// Reads an address of <paramref name="network"/> and verifies its checksum. Ethereum's all-lower or
    /// all-upper spelling has none and is accepted. The zero address is refused: what is sent there is gone.
    /// </summary>
    public static bool TryParse(Network network, string? text, out ChainAddress address)
    {
        var isValid = text is not null && (network.IsEvm ? EthereumAddress.IsValid(text) : TronAddress.IsValid(text));
        address = isValid ? new ChainAddress(network, text!, Normalize(network, text!)) : default;
        return isValid;
    }

    /// <summary>Reads an address of whichever network it is one of; no text is an address of two.</summary>
    public static bool TryParseAny(string? text, out ChainAddress address)
    {
        foreach (var network in Networks.All)
        {
            if (TryParse(network, text, out address))
            {
                return true;
            }
        }

        address = default;
        return false;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">It is not such an address.</exception>
    public static ChainAddress Parse(Network network, string text) =>
        TryParse(network, text, out var address) ? address : throw new FormatException($"'{text}' is not an address on {network}.");

    /// <summary>Network and address, as stored records hold it.</summary>
    public string ToStoredText() => $"{Network}:{Text}";

    /// <summary>Reads what <see cref="ToStoredText"/> wrote.</summary>
    /// <exception cref="FormatException">It was not written by us.</exception>
    public static ChainAddress ParseStoredText(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && Network.TryParse(text[..colon], out var network)
            ? Parse(network, text[(colon + 1)..])
            : throw new FormatException($"'{text}' is not a stored address.");
    }

    public bool Equals(ChainAddress other) => Network == other.Network && Normalized == other.Normalized;

    public override int GetHashCode() => HashCode.Combine(Network, Normalized);

    /// <summary>As it was given.</summary>
    public override string ToString() => Text;

    private static string Normalize(Network network, string text) =>
        network.IsEvm ? text.ToLowerInvariant() : text;
}
