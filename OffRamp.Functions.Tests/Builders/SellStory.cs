using OffRamp.Functions.Deposits;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Tests.Builders;

/// <summary>Tells a sell to the rules in sentences, and keeps what they answered. The test owns the clock.</summary>
internal sealed class SellStory(Sell sell)
{
    private readonly List<InboxItem> arrived = [];

    public SellStory() : this(A.Sell())
    {
    }

    public Sell Sell { get; private set; } = sell;
    public DateTimeOffset Now { get; private set; } = A.Start;
    public Step Step { get; private set; } = new(SellPhase.AwaitingDeposit, NextStep.AwaitDeposit, A.Start);
    public List<SellEvent> Events { get; } = [];
    public List<Posting> Postings { get; } = [];

    /// <summary>Why what was asked for last was not done.</summary>
    public string? Refusal { get; private set; }
    public string? Alarm { get; private set; }
    public SellPolicy Policy { get; init; } = A.Policy;

    public IEnumerable<string> EventTypes => Events.Select(e => e.Type);

    public SellStory At(TimeSpan sinceStart)
    {
        Now = A.Start + sinceStart;
        return this;
    }

    public SellStory Arrives(DepositFact fact)
    {
        arrived.Add(new DepositNotice($"n|{arrived.Count}", Now, fact));
        return this;
    }

    public SellStory Arrives(PayoutFact fact)
    {
        arrived.Add(new PayoutNotice($"n|{arrived.Count}", Now, fact));
        return this;
    }

    public SellStory Arrives(InboxItem item)
    {
        arrived.Add(item);
        return this;
    }

    public SellStory CancelIsAsked(DateTimeOffset? at = null)
    {
        arrived.Add(new CancelRequest(SellKeys.CancelRequest, at ?? Now));
        return this;
    }

    public SellStory OperatorAsks(SellAction action, Func<OperatorOrder, OperatorOrder>? edit = null, long? seen = null)
    {
        var order = new OperatorOrder(action, seen ?? Sell.Sequence, "ann", "because");
        arrived.Add(new OperatorAction($"n|o|{arrived.Count}", Now, edit?.Invoke(order) ?? order));
        return this;
    }

    public SellStory Looks(Outcome? outcome = null)
    {
        var decision = SellRules.Decide(Sell, [.. arrived], outcome, Now, Policy);
        arrived.Clear();
        Refusal = decision.Refusals.Values.SingleOrDefault();
        Alarm = decision.Alarm;
        (Sell, Step) = (decision.Sell, decision.Step);
        Events.AddRange(decision.Events);
        Postings.AddRange(decision.Postings);
        return this;
    }

    public SellStory CustodianSays(params DepositFact[] facts) => Looks(new CustodianAnswered(Now, facts));

    /// <summary>The custodian's list has entries that cannot be read, beside those that can.</summary>
    public SellStory CustodianMumbles(IReadOnlyList<UnreadableEntry> unreadable, params DepositFact[] facts) =>
        Looks(new CustodianAnswered(Now, facts) { Unreadable = unreadable, Kyc = KycStatus.Verified, CurrentRate = Sell.Quote.Rate });

    public SellStory ReadyToPaySays(params DepositFact[] facts) =>
        Looks(new CustodianAnswered(Now, facts) { Kyc = KycStatus.Verified, CurrentRate = Sell.Quote.Rate });

    /// <summary>The payout leaves, and nobody knows yet whether it arrives.</summary>
    public SellStory IsSent() => Looks(new PayoutSending(Sell.LastPayout!.Id, "try"));

    public SellStory PayoutIsAccepted() => Looks(new PayoutAccepted(Sell.LastPayout!.Id, "ref-1"));

    /// <summary>The provider refuses the payout in its own words, at the first time that it is sent.</summary>
    public SellStory PayoutIsRefused(string code = "card_declined", bool newDetailsCanHelp = false) =>
        IsSent().Looks(new PayoutRefused(Sell.LastPayout!.Id, code, newDetailsCanHelp) { Try = "try" });

    /// <summary>Asked, the provider says that it failed.</summary>
    public SellStory PayoutHasFailed(string code = "card_declined", bool newDetailsCanHelp = false) =>
        Looks(new PayoutReported(PayoutSaid(PayoutStatus.Failed) with { FailureCode = code, RetryableWithNewDetails = newDetailsCanHelp }));

    public SellStory PayoutSettles() => Arrives(PayoutSaid(PayoutStatus.Settled)).Looks();

    /// <summary>A notice says that the settled payout came back, and so does the provider, asked.</summary>
    public SellStory PayoutComesBack(string? amount = null)
    {
        var fact = PayoutSaid(PayoutStatus.Returned);
        fact = fact with { Amount = amount ?? fact.Amount };
        return Arrives(fact).Looks().Looks(new PayoutReported(fact));
    }

    public PayoutFact PayoutSaid(PayoutStatus status) => new()
    {
        PayoutId = Sell.LastPayout!.Id,
        Status = status,
        Amount = Sell.LastPayout.Amount.ToString(),
        Currency = Sell.LastPayout.Amount.Currency.Code,
    };

    /// <summary>From the deposit to the payout at the provider.</summary>
    public SellStory IsPaidIn(string amount = "250") =>
        Arrives(A.Transfer(amount)).Looks().ReadyToPaySays(A.Transfer(amount)).PayoutIsAccepted();

    public Money Balance(string account, Currency currency) => new(
        Postings.Where(p => p.Account == account && p.Currency == currency).Aggregate(Int128.Zero, (sum, p) => sum + p.Units), currency);
}
