// Made of the API's own document by DotnetModels of the tests. Do not change it here.

namespace OffRamp.Client.Models;

/// <summary>Words of the API. There may be more one day.</summary>
public static class Network
{
    /// <summary><c>TRC20</c></summary>
    public const string Trc20 = "TRC20";

    /// <summary><c>ERC20</c></summary>
    public const string Erc20 = "ERC20";
}
