using System.Text.Json.Serialization;

namespace OffRamp.Functions;

/// <summary>A chain on which deposits come; named after its token standard, as everywhere in the contract.</summary>
[JsonConverter(typeof(NetworkJson))]
internal enum Network
{
    /// <summary>TRON.</summary>
    TRC20,

    /// <summary>Ethereum.</summary>
    ERC20,
}

internal static class Networks
{
    public static IReadOnlyList<Network> All { get; } = [Network.TRC20, Network.ERC20];

    /// <summary>Reads <c>TRC20</c> or <c>ERC20</c>, exactly so.</summary>
    public static bool TryParse(string? text, out Network network) => TryFind(text, network => network.ToString(), out network);

    /// <summary>Reads a <c>target_network</c>: <c>TRON</c> or <c>ETHEREUM</c>.</summary>
    public static bool TryParseTarget(string? text, out Network network) => TryFind(text, TargetName, out network);

    /// <summary>The network's name in <c>target_network</c>.</summary>
    public static string TargetName(this Network network) => network switch
    {
        Network.TRC20 => "TRON",
        Network.ERC20 => "ETHEREUM",
        _ => throw new ArgumentOutOfRangeException(nameof(network)),
    };

    private static bool TryFind(string? text, Func<Network, string> name, out Network network)
    {
        foreach (var candidate in All)
        {
            if (name(candidate) == text)
            {
                network = candidate;
                return true;
            }
        }

        network = default;
        return false;
    }
}
