using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Sells;

/// <summary>What happens with a deposit that falls short at the deadline.</summary>
internal enum UnderpaidPolicy { ConvertActual, Refund }

/// <summary>Where the user sends the crypto. <c>Deadline</c> grows by what a reorg cost.</summary>
internal sealed record DepositInstructions(string Address, string? Memo, DateTimeOffset Deadline)
{
    /// <summary>The payment as wallets' cameras read it; null in a record from before it was kept.</summary>
    public string? Uri { get; init; }
}

/// <summary>One line of a sell's story: the event's sequence, and where it led.</summary>
internal sealed record HistoryEntry(long Sequence, SellStatus Status, SellPhase Phase, DateTimeOffset At, string? Reason);

/// <summary>Something that only a person can settle; shown in the operators' queue, moves nothing by itself.</summary>
internal sealed record Case(string Kind, string Detail, DateTimeOffset At)
{
    public string Id { get; init; } = "";

    /// <summary>How many things of its kind it stands for.</summary>
    public int Count { get; init; } = 1;

    /// <summary>When a person settled it; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}

/// <summary>
/// One sell request: the record that <see cref="SellRules"/> reads and writes. It is stored whole in one row,
/// and what is derivable is not in it.
/// </summary>
internal sealed record Sell
{
    public required SellId Id { get; init; }

    /// <summary>The orchestrator that carries this sell; a sell ends on the one it began with.</summary>
    public required string Orchestrator { get; init; }
    public required PartnerId PartnerId { get; init; }

    /// <summary>Names the user's rows: KYC status, limits.</summary>
    public required string UserKey { get; init; }

    /// <summary>Names the person's limits, whatever users he is; null where the KYC provider names none.</summary>
    public string? SubjectKey { get; init; }

    /// <summary>Whose days it counts in.</summary>
    public IEnumerable<string> LimitKeys => SubjectKey is null ? [UserKey] : [UserKey, SubjectKey];
    public string? PartnerUserId { get; init; }
    public string? UserReference { get; init; }

    /// <summary>The last event's sequence; session and sell count together, from 1.</summary>
    public required long Sequence { get; init; }
    public required SellStatus Status { get; init; }
    public required SellPhase Phase { get; init; }
    public required DateTimeOffset PhaseSince { get; init; }
    public IReadOnlyList<string> Labels { get; init; } = [];
    public string? FailureCode { get; init; }
    public string? HoldReason { get; init; }

    public required Network Network { get; init; }
    public required QuoteTerms Quote { get; init; }
    public required DepositInstructions Deposit { get; init; }
    public required string RefundAddress { get; init; }
    public required Card Card { get; init; }
    public UnderpaidPolicy Underpaid { get; init; }

    public IReadOnlyList<Deposit> Deposits { get; init; } = [];
    public IReadOnlyList<Payout> Payouts { get; init; } = [];
    public IReadOnlyList<Refund> Refunds { get; init; } = [];

    public IReadOnlyList<Case> Cases { get; init; } = [];
    public IEnumerable<Case> OpenCases => Cases.Where(known => known.ClosedAt is null);
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    /// <summary>What was owed when the payout was decided on; less than that by the time it is made is a doubt.</summary>
    public Money? DecidedOn { get; init; }

    /// <summary>Another payout was asked for, on a new card or by an operator, and has not begun: what is looked at before any is looked at before it.</summary>
    public bool IsPayoutWanted { get; init; }

    /// <summary>Attempts that were given up before they were sent, because what they were to pay for was gone.</summary>
    public int PayoutsWithdrawn { get; init; }

    /// <summary>A cancel that is not decided yet; the custodian has the last word.</summary>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>When the custodian was asked last, while a confirmation was waited for or before the sell came to rest.</summary>
    public DateTimeOffset? CustodianAskedAt { get; init; }

    /// <summary>When a notice said of a deposit, in words that are old, the contrary of this record: the custodian is to be asked.</summary>
    public DateTimeOffset? DoubtedAt { get; init; }

    /// <summary>How far a list of transfers was read that is too long for one look; null while none is being read.</summary>
    public DepositReading? Reading { get; init; }

    /// <summary>Entries of the custodian's list that could not be read when it was asked last.</summary>
    public IReadOnlyList<NotedEntry> Entries { get; init; } = [];

    /// <summary>Ids of such entries that an operator has set aside.</summary>
    public IReadOnlyList<string> SetAside { get; init; } = [];

    /// <summary>Since when unreadable entries keep it from its end.</summary>
    public DateTimeOffset? BlockedSince { get; init; }

    /// <summary>The payout or refund that a provider knows of and the record does not, for which it is held after a restore; null where there is none.</summary>
    public string? UnknownMovement { get; init; }

    /// <summary>What the custodian confirmed when it was asked last, while its word is what the sell is held for.</summary>
    public Money? CustodianConfirmed { get; init; }

    /// <summary>What reorgs have added to the deadline so far.</summary>
    public TimeSpan DeadlineExtension { get; init; }

    /// <summary>Since when the screening provider has said nothing of some sender.</summary>
    public DateTimeOffset? ScreeningSilentSince { get; init; }

    /// <summary>Hold reasons that an operator has set aside for the payout that begins next.</summary>
    public IReadOnlyList<string> Waived { get; init; } = [];

    /// <summary>How often something came after the end and was dealt with beside it; what the n-th time added bears its number.</summary>
    public int Recovery { get; init; }

    /// <summary>The number for what is added now; null in the sell's own story.</summary>
    public int? RecoveryNow => Phase.IsEnd() && Recovery > 0 ? Recovery : null;

    /// <summary>It has ended, and nothing of it is under way: no orchestration is needed.</summary>
    public bool IsAtRest { get; init; }

    /// <summary>The UTC days on which something was booked, but for the one its session was opened on: there a settlement looks anyway.</summary>
    public IReadOnlyList<DateOnly> LaterDays { get; init; } = [];

    /// <summary>When operators were last reminded that the sell waits for them.</summary>
    public DateTimeOffset? RemindedAt { get; init; }

    /// <summary>When the partner was told that it takes longer than usual: once.</summary>
    public DateTimeOffset? DelayedAt { get; init; }

    /// <summary>Until when the user may give a new card.</summary>
    public DateTimeOffset? ActionUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the orchestration has promised to move it again; past it by far, it is lost.</summary>
    public DateTimeOffset WakeAt { get; init; }

    /// <summary>Names the commit that wrote this row, so that a retried write recognises its own success.</summary>
    public string CommitId { get; init; } = "";

    /// <summary>How often the record was written since the sell was made: of two words about it, the higher one is the later.</summary>
    public long Revision { get; init; }

    public Currency Asset => Quote.CryptoAmount.Currency;
    public Currency Fiat => Quote.FiatAmount.Currency;

    public IEnumerable<Deposit> LiveDeposits => Deposits.Where(d => d.Counts && d.IsLive);
    public IEnumerable<Deposit> LiveDepositsOfAnyKind => Deposits.Where(d => d.IsLive);
    public Money Received => Sum(LiveDeposits.Where(d => d.IsConfirmed));
    public Money Announced => Sum(LiveDeposits);

    /// <summary>The part of what came that the quote was given for.</summary>
    public Money Owed => Money.Min(Received, Quote.CryptoAmount);

    /// <summary>Confirmed crypto that is neither sold nor refunded nor on its way back: what a refund of everything sends.</summary>
    public Money Unassigned =>
        Sum(LiveDepositsOfAnyKind.Where(d => d.IsConfirmed))
        - Money.Sum(Payouts.Where(p => p.Status == PayoutStatus.Settled).Select(p => p.Converts), Asset)
        - Money.Sum(Refunds.Where(r => !r.IsFailed).Select(r => r.Takes), Asset);

    /// <summary>Whether more than that was seen, of what counts: then the sell ends only paid, or with the money back.</summary>
    public bool HasSeenMoreThan(Money dust) => Announced > dust;

    /// <summary>It waits for deposits, or for them to be confirmed.</summary>
    public bool IsCollecting => Phase is SellPhase.AwaitingDeposit or SellPhase.ConfirmingDeposit;

    /// <summary>Some of the crypto has to be looked at by a person before it moves.</summary>
    public bool NeedsReview => LiveDepositsOfAnyKind.Any(deposit => deposit.NeedsReview);

    /// <summary>
    /// It expired, and then a deposit was reported that had been seen in time: it is paid at the quote after all. Not once
    /// something has gone back, because a part that is reported later does not bring that again; and less than the quote
    /// only where that would have been paid at the deadline.
    /// </summary>
    public bool OwesLatePayout(Asset asset) =>
        Phase == SellPhase.Expired && LastPayout is null && Refunds.Count == 0
        && (IsCovered(Received) || (Underpaid == UnderpaidPolicy.ConvertActual && Received >= asset.Minimum));

    /// <summary>Money is about to leave: KYC and the rate are looked at together with the custodian's list.</summary>
    public bool IsAboutToPay => IsPayoutWanted || (LastPayout is null && (Phase is SellPhase.PayingOut or SellPhase.Expired));

    /// <summary>What the payout is for is still there.</summary>
    public bool Covers(Payout payout) => Unassigned >= payout.Converts;

    public bool HasPayoutOut => LastPayout is { IsOut: true };
    public bool HasOpenRefund => Refunds.Any(refund => refund.IsOpen);

    public Payout? LastPayout => Payouts.Count == 0 ? null : Payouts[^1];

    /// <summary>What the user still has to send; zero once the quote is covered, and while the sell does not wait for it.</summary>
    public Money AmountDue => IsCollecting && !IsCovered(Announced)
        ? Quote.CryptoAmount - Announced
        : Money.Zero(Asset);

    /// <summary>Short by at most the larger of 0.5 % and 0.01 of the asset counts as exact.</summary>
    public bool IsCovered(Money amount)
    {
        var halfPercent = Quote.CryptoAmount.Units / 200;
        var hundredth = Money.Parse("0.01", Asset).Units;
        return amount.Units + Int128.Max(halfPercent, hundredth) >= Quote.CryptoAmount.Units;
    }

    public Sell Labelled(string label) => Labels.Contains(label) ? this : this with { Labels = [.. Labels, label] };

    private Money Sum(IEnumerable<Deposit> deposits) =>
        deposits.Aggregate(Money.Zero(Asset), (sum, deposit) => sum + deposit.Amount);
}
