namespace OffRamp.Functions;

/// <summary>A coin on a network, and the terms on which it is taken.</summary>
internal sealed record Asset
{
    public required Currency Currency { get; init; }

    public required Network Network { get; init; }

    /// <summary>The network's number by EIP-155, by which wallets know it; null where it has none.</summary>
    public long? ChainId { get; init; }

    /// <summary>The token's contract. It alone says that a deposit is of this asset; anyone can issue a token of the same symbol.</summary>
    public required ChainAddress Contract { get; init; }

    /// <summary>The least that a sell may be, and that is converted when less came than was quoted.</summary>
    public required Money Minimum { get; init; }

    /// <summary>The most that a sell may be.</summary>
    public required Money Maximum { get; init; }

    /// <summary>How many confirmations make a deposit final.</summary>
    public required int Confirmations { get; init; }

    /// <summary>Fewer that suffice for small deposits, if any do.</summary>
    public SmallDeposits? Small { get; init; }

    /// <summary>A transfer of at most so much is a speck, and so much in all is dust: it is not worth sending back, and blocks nothing. Not below what sending it back costs us.</summary>
    public required Money Dust { get; init; }

    /// <summary>What the user bears of sending back what came late, twice or beyond the quote. Zero: nothing, and we bear it.</summary>
    public required Money RefundCost { get; init; }

    /// <summary>Digits after the point on the chain, which are the currency's.</summary>
    public int Decimals => Currency.Decimals;

    /// <summary>The token contract's address, in its usual spelling.</summary>
    public string ContractAddress => Contract.Text;

    /// <summary>How many confirmations make a deposit of this amount final.</summary>
    public int ConfirmationsFor(Money amount) => Small is { } small && amount < small.Below ? small.Confirmations : Confirmations;
}

/// <param name="Below">Deposits below this amount are small.</param>
/// <param name="Confirmations">How many confirmations make one final.</param>
internal sealed record SmallDeposits(Money Below, int Confirmations);
