namespace OffRamp.LocalHost.Sandbox.Chain;

/// <summary>The contracts by which assets are really told apart.</summary>
internal static class TokenContract
{
    private static readonly Dictionary<(string Asset, string Network), string> Known = new()
    {
        [("USDT", "TRC20")] = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        [("USDT", "ERC20")] = "0xdAC17F958D2ee523a2206206994597C13D831ec7",
        [("USDC", "TRC20")] = "TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8",
        [("USDC", "ERC20")] = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
    };

    public static string Of(string asset, string network) =>
        Known.TryGetValue((asset, network), out var contract) ? contract : SandboxAddress.ForToken(network, asset);
}
