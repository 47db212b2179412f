using OffRamp.LocalHost.Sandbox.Chain;
using OffRamp.LocalHost.Sandbox.Custodian;
using OffRamp.LocalHost.Sandbox.Kyc;
using OffRamp.LocalHost.Sandbox.Notices;
using OffRamp.LocalHost.Sandbox.Payouts;

namespace OffRamp.LocalHost.Sandbox.Facts;

/// <summary>Everything the providers know. Read and changed only while holding <see cref="Gate"/>.</summary>
internal sealed class Books
{
    private readonly Dictionary<string, HashSet<string>> _depositsByAddress = [];
    private readonly Dictionary<(string PartnerId, string User), string> _verificationsByUser = [];
    private readonly Dictionary<string, (long Place, Notice Notice)> _undelivered = [];
    private FactLog? _log;
    private long _noticesQueued;

    public Lock Gate { get; } = new();

    public Dictionary<(string SellId, string Network), AddressIssued> Addresses { get; } = [];

    /// <summary>The address that is handed out next; null for a new one.</summary>
    public string? NextAddress { get; private set; }

    public Dictionary<string, Deposit> Deposits { get; } = [];

    public Dictionary<string, Refund> Refunds { get; } = [];

    public HashSet<string> BlockedRefundAddresses { get; } = [];

    /// <summary>Addresses of high risk; all others are of low risk.</summary>
    public HashSet<string> RiskyAddresses { get; } = [];

    public Dictionary<string, Payout> Payouts { get; } = [];

    /// <summary>How often a payout was answered 503 before it was accepted.</summary>
    public Dictionary<string, int> TurnedAway { get; } = [];

    public Dictionary<string, Verification> Verifications { get; } = [];

    public Dictionary<(string Asset, string Fiat), string> Rates { get; } = [];

    public Dictionary<(string Path, string Key), KeyUsed> Keys { get; } = [];

    public static Books Open(FactLog log)
    {
        var books = new Books();
        log.Replay(books.Apply);
        books._log = log;
        return books;
    }

    /// <summary>Takes facts in together: after a crash all of them happened, or none.</summary>
    public void Record(params IReadOnlyCollection<Fact> facts)
    {
        if (facts.Count == 0)
        {
            return;
        }

        foreach (var fact in facts)
        {
            Apply(fact);
        }

        _log!.Append(facts);
    }

    public IEnumerable<Deposit> DepositsTo(string address)
    {
        var wanted = SandboxAddress.Comparable(address);
        return _depositsByAddress.TryGetValue(wanted, out var keys)
            ? keys.Select(key => Deposits[key]).Where(deposit => SandboxAddress.Comparable(deposit.Address) == wanted)
            : [];
    }

    public Verification? VerificationOf(string partnerId, string user) =>
        _verificationsByUser.TryGetValue((partnerId, user), out var id) ? Verifications[id] : null;

    public IReadOnlyList<Notice> Undelivered() =>
        [.. _undelivered.Values.OrderBy(entry => entry.Place).Select(entry => entry.Notice)];

    private void Apply(Fact fact)
    {
        switch (fact)
        {
            case AddressIssued issued: (Addresses[(issued.SellId, issued.Network)], NextAddress) = (issued, null); break;
            case NextAddressSet(var next): NextAddress = next; break;
            case DepositReported(var deposit): Apply(deposit); break;
            case RefundAccepted(var refund): Refunds[refund.RefundId] = refund; break;
            case RefundAddressBlocked(var address): BlockedRefundAddresses.Add(SandboxAddress.Comparable(address)); break;
            case RiskSet { IsHigh: true } set: RiskyAddresses.Add(SandboxAddress.Comparable(set.Address)); break;
            case RiskSet set: RiskyAddresses.Remove(SandboxAddress.Comparable(set.Address)); break;
            case PayoutTurnedAway(var id): TurnedAway[id] = TurnedAway.GetValueOrDefault(id) + 1; break;
            case PayoutAccepted(var payout): Payouts[payout.PayoutId] = payout; break;
            case PayoutReturned(var id, var at) returned: Payouts[id] = Payouts[id] with { ReturnedAt = at, ReturnedAmount = returned.Amount }; break;
            case VerificationChanged(var verification): Apply(verification); break;
            case RateSet set: Rates[(set.Asset, set.Fiat)] = set.Rate; break;
            case KeyUsed used: Keys[(used.Path, used.Key)] = used; break;
            case NoticeQueued(var notice): _undelivered[notice.Id] = (_noticesQueued++, notice); break;
            case NoticeDelivered(var id): _undelivered.Remove(id); break;
            default: throw new InvalidOperationException($"No books are kept of {fact.GetType().Name}.");
        }
    }

    private void Apply(Verification verification)
    {
        Verifications[verification.VerificationId] = verification;
        _verificationsByUser[(verification.PartnerId, verification.User)] = verification.VerificationId;
    }

    private void Apply(Deposit deposit)
    {
        Deposits[deposit.Key] = deposit;
        var address = SandboxAddress.Comparable(deposit.Address);
        if (!_depositsByAddress.TryGetValue(address, out var keys))
        {
            _depositsByAddress[address] = keys = [];
        }

        keys.Add(deposit.Key);
    }
}
