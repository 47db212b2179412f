namespace OffRamp.Functions.Tests.Simulation;

/// <summary>Mistakes that can be planted around the product's rules, one at a time, to see that the checks find them.</summary>
internal enum Bug
{
    None,

    /// <summary>An unknown answer is followed by a new attempt under another key, without asking.</summary>
    PaysTwiceOnRetry,

    /// <summary>What comes after the end is taken in and thrown away.</summary>
    DropsLateDeposit,

    /// <summary>The deadline is applied without what the custodian's list says.</summary>
    TimerBeatsSeenDeposit,

    /// <summary>The payout is rounded up to the next cent.</summary>
    RoundsUp,

    /// <summary>A commit marks rows as handled that came after it had read.</summary>
    ForgetsInboxRow,

    /// <summary>Silence is taken for a failure, and the crypto sent back.</summary>
    RefundsWhileUnknown,

    /// <summary>Deciding again after a conflict leaves a gap in the events.</summary>
    SkipsSequence,

    /// <summary>The last writer wins.</summary>
    WritesWithoutVersion,

    /// <summary>A commit whose answer was lost is written once more.</summary>
    RepeatsLostCommit,

    /// <summary>A second watcher's spelling of the hash makes a second deposit.</summary>
    CountsWatchersTwice,

    /// <summary>A notice of failure is believed without asking.</summary>
    BelievesFailureNotice,

    /// <summary>A notice that a settled payout came back is believed without asking.</summary>
    BelievesReturnNotice,

    /// <summary>Before the payout nobody looks whether the deposit is still there.</summary>
    IgnoresReorg,

    /// <summary>A lost orchestration is not started again.</summary>
    NeverRevives,

    /// <summary>A refund without an answer is sent again under a new id.</summary>
    RefundsTwiceOnRetry,

    /// <summary>"It exists already" is taken for a refusal.</summary>
    DuplicateTakenAsFailed,

    /// <summary>That our credentials are refused is taken for a refusal of the payout.</summary>
    UnauthorizedTakenAsFailed,

    /// <summary>What was at the address before the sell is paid out.</summary>
    PaysRecycledAddress,

    /// <summary>A list that cannot be read is taken for an empty one.</summary>
    OverflowTakenAsEmpty,

    /// <summary>A payout that came back short before completion is taken for one that failed.</summary>
    ShortReturnTakenAsFailed,

    /// <summary>Each card that fails begins the 72 hours anew.</summary>
    NewTimeForEachCard,

    /// <summary>A user may try as many cards as there are.</summary>
    AsksForAnyNumberOfCards,

    /// <summary>However much comes, nobody looks at it.</summary>
    PassesAnyAmountThrough,

    /// <summary>A transfer that another sell has claimed counts here too.</summary>
    CountsAnothersTransfer,

    /// <summary>KYC and rate are looked at before the first attempt only.</summary>
    LooksBeforeTheFirstAttemptOnly,

    /// <summary>Specks are taken for deposits.</summary>
    TakesSpecksForDeposits,

    /// <summary>A list that was begun before the payout was decided on is gone on with, and what it said then is taken for what is there now.</summary>
    GoesOnWithAnOldReading,

    /// <summary>A person who has looked at any deposit has looked at all that comes after it.</summary>
    LooksAtTheFirstOnly,

    /// <summary>What a network takes for a refund is booked as if it came out of the user's crypto.</summary>
    TakesFeesFromCrypto,
}
