namespace OffRamp.Functions.Tests.Simulation.Faults;

/// <summary>What is odd in a world beside its calls: in what is on the chain, in what is said, in what people and machines do.</summary>
internal enum Oddity
{
    EmptyFields,
    ExtraFields,
    OtherSpelling,
    Speck,
    FloodOfDust,
    FloodOfTokens,
    SeenInTheFuture,
    SeenBeforeTheBirth,
    RecycledAddress,
    UnreadableTransfer,
    UnreadableForGood,
    ZeroOrOtherToken,
    Reorg,
    RiskySender,
    UntrueNotice,
    ReturnBeforeCompletion,
    ReturnAfterCompletion,
    ShortReturn,
    ReturnInParts,
    DepositMatched,
    EntrySetAside,
    Crash,
    LostCommitAnswer,
    LostOrchestration,
    LapsedKyc,
    FallenRate,
}

/// <summary>What each is called where it is counted.</summary>
internal static class Oddities
{
    public static string NameOf(Oddity oddity) => oddity switch
    {
        Oddity.EmptyFields => "empty fields",
        Oddity.ExtraFields => "extra fields",
        Oddity.OtherSpelling => "another spelling",
        Oddity.Speck => "speck",
        Oddity.FloodOfDust => "flood of dust",
        Oddity.FloodOfTokens => "flood of tokens",
        Oddity.SeenInTheFuture => "seen_at from the future",
        Oddity.SeenBeforeTheBirth => "seen_at before the birth",
        Oddity.RecycledAddress => "recycled address",
        Oddity.UnreadableTransfer => "unreadable transfer, for a while",
        Oddity.UnreadableForGood => "unreadable transfer, for good",
        Oddity.ZeroOrOtherToken => "zero value or another token",
        Oddity.Reorg => "reorg",
        Oddity.RiskySender => "risky sender",
        Oddity.UntrueNotice => "untrue notice",
        Oddity.ReturnBeforeCompletion => "return before completion",
        Oddity.ReturnAfterCompletion => "return after completion",
        Oddity.ShortReturn => "short_return",
        Oddity.ReturnInParts => "return in parts",
        Oddity.DepositMatched => "deposit matched by an operator",
        Oddity.EntrySetAside => "entry set aside by an operator",
        Oddity.Crash => "crash",
        Oddity.LostCommitAnswer => "lost answer to a commit",
        Oddity.LostOrchestration => "lost orchestration",
        Oddity.LapsedKyc => "lapsed KYC",
        _ => "fallen rate",
    };
}
