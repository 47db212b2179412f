namespace OffRamp.Functions.Sells.Views;

/// <summary>
/// What a wallet's camera reads: on Ethereum a link with the payment filled in (EIP-681), on TRON the bare address, because
/// wallets there refuse whatever is around it.
/// </summary>
internal static class PaymentUri
{
    private const int EthereumMainnet = 1;

    public static string Of(Sell sell) => sell.Network switch
    {
        // A call of the token's transfer, the amount in its smallest unit.
        Network.ERC20 when Assets.Defaults.TryFind(sell.Asset, sell.Network, out var asset) =>
            $"ethereum:{asset.ContractAddress}@{EthereumMainnet}/transfer?address={sell.Deposit.Address}&uint256={sell.Quote.CryptoAmount.Units}",
        _ => sell.Deposit.Address,
    };
}
