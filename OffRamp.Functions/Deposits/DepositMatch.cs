using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Deposits;

/// <summary>What a reported transfer is to a sell. Only <c>Matches</c> is ever counted.</summary>
internal enum DepositMatchResult { Matches, WrongNetwork, WrongToken, WrongMemo, ZeroValue, UnusableAmount }

/// <summary>Assets are matched by their contract, never by the symbol that a token gave itself.</summary>
internal static class DepositMatch
{
    public static DepositMatchResult Of(DepositFact fact, Sell sell, Asset asset, out Money amount)
    {
        amount = Money.Zero(sell.Asset);
        if (fact.Network != sell.Network)
        {
            return DepositMatchResult.WrongNetwork;
        }

        if (!IsOf(asset, fact))
        {
            return DepositMatchResult.WrongToken;
        }

        if (sell.Deposit.Memo is { } memo && fact.Memo != memo)
        {
            return DepositMatchResult.WrongMemo;
        }

        if (!Money.TryParse(fact.Amount, sell.Asset, out amount))
        {
            return DepositMatchResult.UnusableAmount;
        }

        return amount.IsPositive ? DepositMatchResult.Matches : DepositMatchResult.ZeroValue;
    }

    /// <summary>
    /// Whether its contract is the asset's. A checksum is computed only where one could make a difference: what differs in
    /// more than upper and lower case is another contract, and floods of those are read at every look.
    /// </summary>
    private static bool IsOf(Asset asset, DepositFact fact) => fact.Network == asset.Network
        && (fact.ContractAddress == asset.Contract.Normalized
            || (string.Equals(fact.ContractAddress, asset.Contract.Normalized, StringComparison.OrdinalIgnoreCase)
                && ChainAddress.TryParse(fact.Network, fact.ContractAddress, out var contract) && contract == asset.Contract));

    /// <summary>A stable id: the sell's 26 characters and a digest of (network, tx_hash, log_index).</summary>
    public static string IdOf(Sell sell, DepositFact fact)
    {
        var name = System.Text.Encoding.UTF8.GetBytes($"{fact.Network}|{fact.TxHash}|{fact.LogIndex}");
        var digest = System.Security.Cryptography.SHA256.HashData(name).AsSpan(0, 6);
        return $"dep_{sell.Id.Id}_{Convert.ToHexStringLower(digest)}";
    }
}
