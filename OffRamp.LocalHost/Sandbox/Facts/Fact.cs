using System.Text.Json.Serialization;
using OffRamp.LocalHost.Sandbox.Custodian;
using OffRamp.LocalHost.Sandbox.Kyc;
using OffRamp.LocalHost.Sandbox.Notices;
using OffRamp.LocalHost.Sandbox.Payouts;

namespace OffRamp.LocalHost.Sandbox.Facts;

/// <summary>One thing that happened at a provider. What the sandbox knows is what its facts add up to.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(AddressIssued), "address_issued")]
[JsonDerivedType(typeof(NextAddressSet), "next_address_set")]
[JsonDerivedType(typeof(DepositReported), "deposit_reported")]
[JsonDerivedType(typeof(RefundAccepted), "refund_accepted")]
[JsonDerivedType(typeof(RiskSet), "risk_set")]
[JsonDerivedType(typeof(RefundAddressBlocked), "refund_address_blocked")]
[JsonDerivedType(typeof(PayoutTurnedAway), "payout_turned_away")]
[JsonDerivedType(typeof(PayoutAccepted), "payout_accepted")]
[JsonDerivedType(typeof(PayoutReturned), "payout_returned")]
[JsonDerivedType(typeof(VerificationChanged), "verification_changed")]
[JsonDerivedType(typeof(RateSet), "rate_set")]
[JsonDerivedType(typeof(KeyUsed), "key_used")]
[JsonDerivedType(typeof(NoticeQueued), "notice_queued")]
[JsonDerivedType(typeof(NoticeDelivered), "notice_delivered")]
internal abstract record Fact;

internal sealed record AddressIssued(string SellId, string Network, string Asset, string Address) : Fact;

internal sealed record NextAddressSet(string Next) : Fact;

internal sealed record DepositReported(Deposit Deposit) : Fact;

internal sealed record RefundAccepted(Refund Refund) : Fact;

internal sealed record RiskSet(string Address, bool IsHigh) : Fact;

internal sealed record RefundAddressBlocked(string Address) : Fact;

internal sealed record PayoutTurnedAway(string PayoutId) : Fact;

internal sealed record PayoutAccepted(Payout Payout) : Fact;

internal sealed record PayoutReturned(string PayoutId, DateTimeOffset At) : Fact
{
    /// <summary>What came back; null for all of it.</summary>
    public string? Amount { get; init; }
}

internal sealed record VerificationChanged(Verification Verification) : Fact;

internal sealed record RateSet(string Asset, string Fiat, string Rate) : Fact;

/// <summary>An idempotency key and the answer it stands for; <c>Fingerprint</c> is the hash of the body it came with.</summary>
internal sealed record KeyUsed(string Path, string Key, string Fingerprint, int Status, string Answer) : Fact;

internal sealed record NoticeQueued(Notice Notice) : Fact;

internal sealed record NoticeDelivered(string Id) : Fact;
