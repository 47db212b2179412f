namespace OffRamp.Functions.Sells.Views;

/// <summary>
/// What a wallet's camera reads: on Ethereum and networks like it a link with the payment filled in (EIP-681), on TRON the bare address,
/// because wallets there refuse whatever is around it.
/// </summary>
internal static class PaymentUri
{
    /// <summary>A call of the token's transfer, the amount in its smallest unit.</summary>
    public static string Of(Asset asset, string address, Money amount) => asset.ChainId is { } chain
        ? $"ethereum:{asset.ContractAddress}@{chain}/transfer?address={address}&uint256={amount.Units}"
        : address;

    /// <summary>The sell's own, as it was made; one of a time when that was not kept is of the usual networks.</summary>
    public static string Of(Sell sell) => sell.Deposit.Uri
        ?? (Assets.Defaults.TryFind(sell.Asset, sell.Network, out var asset) ? Of(asset, sell.Deposit.Address, sell.Quote.CryptoAmount) : sell.Deposit.Address);
}
