// Made of the API's own document by DotnetModels of the tests. Do not change it here.

namespace OffRamp.Client.Models;

/// <summary>Words of the API. There may be more one day.</summary>
public static class Currency
{
    /// <summary><c>EUR</c></summary>
    public const string Eur = "EUR";

    /// <summary><c>USD</c></summary>
    public const string Usd = "USD";

    /// <summary><c>USDT</c></summary>
    public const string Usdt = "USDT";

    /// <summary><c>USDC</c></summary>
    public const string Usdc = "USDC";
}
