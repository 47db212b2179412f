namespace OffRamp.Functions.Sells;

using OffRamp.Functions.Payouts;

/// <summary>What an operator can have done with a sell; <see cref="OperatorRules"/> says when.</summary>
internal enum SellAction { PayOut, Refund, Cancel, Release, Hold, MatchDeposit, Redeliver }

/// <summary>What an operator decided, on the sell as it was at that sequence, and why.</summary>
internal sealed record OperatorOrder(SellAction Action, long SeenSequence, string Operator, string Reason)
{
    /// <summary>Another card to pay out to.</summary>
    public Card? Card { get; init; }

    /// <summary>Another address to refund to; checked before it is stored.</summary>
    public string? RefundAddress { get; init; }

    /// <summary>The deposit to count.</summary>
    public DepositRef? Deposit { get; init; }
}

/// <summary>A transfer as an operator names it; all of it must be as the sell knows it. The hash is normalised.</summary>
internal sealed record DepositRef(Network Network, string TxHash, int LogIndex, Money Amount);
