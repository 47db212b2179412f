namespace OffRamp.Functions.Sells;

/// <summary>The link that opens a wallet with the payment filled in.</summary>
internal static class PaymentUri
{
    private const int EthereumMainnet = 1;

    public static string Of(Sell sell)
    {
        var contract = Assets.Defaults.TryFind(sell.Asset, sell.Network, out var asset) ? asset.ContractAddress : "";
        return sell.Network switch
        {
            // EIP-681: a call of the token's transfer, the amount in its smallest unit.
            Network.ERC20 => $"ethereum:{contract}@{EthereumMainnet}/transfer?address={sell.Deposit.Address}&uint256={sell.Quote.CryptoAmount.Units}",
            _ => $"tron:{sell.Deposit.Address}?token={contract}&amount={sell.Quote.CryptoAmount}",
        };
    }
}
