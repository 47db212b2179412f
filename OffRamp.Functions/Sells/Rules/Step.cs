namespace OffRamp.Functions.Sells.Rules;

/// <summary>What the orchestration does next.</summary>
internal enum NextStep
{
    /// <summary>Wait for the deposit: an event, or the timer.</summary>
    AwaitDeposit,
    /// <summary>Wait for anything else: confirmation, settlement, the user, an operator.</summary>
    AwaitNotice,
    /// <summary>Ask the custodian for the transfers to the sell's address.</summary>
    AskCustodian,
    /// <summary>Push the fiat to the card; safe to repeat.</summary>
    PayOut,
    /// <summary>Ask the payout provider what became of the payout.</summary>
    AskPayout,
    /// <summary>Send crypto to the refund address, or ask what became of it.</summary>
    SendRefund,
    /// <summary>The sell has ended.</summary>
    Completed, Failed, Cancelled,
}

/// <summary>What was decided: where the sell stands, what to do next, and until when to wait at most. Its orchestration hears it as a <see cref="SellStep"/>.</summary>
internal sealed record Step(SellPhase Phase, NextStep Next, DateTimeOffset Until)
{
    /// <summary>That of the record which it was decided on; 0 where nobody said.</summary>
    public long Revision { get; init; }

    public bool IsEnd => Next is NextStep.Completed or NextStep.Failed or NextStep.Cancelled;

    public bool IsWait => Next is NextStep.AwaitDeposit or NextStep.AwaitNotice;
}

/// <summary>The input of activities: a reference and nothing else, so that no call can tell a sell anything.</summary>
internal sealed record SellRef(string SellId);
