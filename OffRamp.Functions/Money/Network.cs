using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace OffRamp.Functions;

/// <summary>
/// A chain on which deposits come: TRON and Ethereum are named after their token standards, as everywhere in the contract, and another
/// EVM network as the settings name it. Two of one name are equal.
/// </summary>
[JsonConverter(typeof(NetworkJson))]
internal readonly record struct Network
{
    private const int LongestName = 16;

    private readonly string? name;

    private Network(string name) => this.name = name;

    /// <summary>TRON.</summary>
    public static Network TRC20 { get; } = new("TRC20");

    /// <summary>Ethereum.</summary>
    public static Network ERC20 { get; } = new("ERC20");

    /// <summary>Its addresses, contracts and transactions are Ethereum's: every network but TRON.</summary>
    public bool IsEvm => this != TRC20;

    /// <summary>The network's name in <c>target_network</c>: <c>TRON</c>, <c>ETHEREUM</c>, or its own.</summary>
    public string TargetName => this == TRC20 ? "TRON" : this == ERC20 ? "ETHEREUM" : ToString();

    /// <summary>Reads any name that a network can have, 2 to 16 capital letters and digits; whether there is one of it the assets say.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Network network)
    {
        var isName = text is { Length: >= 2 and <= LongestName } && char.IsAsciiLetterUpper(text[0])
            && text.All(static letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter));
        network = isName ? new(text!) : default;
        return isName;
    }

    public override string ToString() => name ?? "";
}

/// <summary>The networks that every installation knows, and the only ones that a custodian may speak of.</summary>
internal static class Networks
{
    public static IReadOnlyList<Network> All { get; } = [Network.TRC20, Network.ERC20];

    /// <summary>Reads <c>TRC20</c> or <c>ERC20</c>, exactly so.</summary>
    public static bool TryParse(string? text, out Network network) => Network.TryParse(text, out network) && All.Contains(network);
}
