using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.OpenApi;

internal static partial class Glossary
{
    /// <summary>What callers send, and where they say it in paths and queries.</summary>
    private static Dictionary<string, Meaning> SenderFields => new()
    {
        ["NoFields"] = new("Nothing is looked for in it."),
        ["ProofSessionBody.type"] = new("`buy` is refused as `type_not_supported`.", ["sell"]),
        ["ProofSessionBody.currency"] = new("The asset that is sold.", [Currency.USDT.Code]),
        ["ProofSessionBody.network"] = new("The chain on which the crypto comes; `TRC20` where it is not said."),
        ["ProofSessionBody.fiat_amount"] = new("Fixes what is paid out; at most one of the two amounts.", Schema: Amount),
        ["ProofSessionBody.crypto_amount"] = new("Fixes what is sold; at most one of the two amounts.", Schema: Amount),
        ["GateSessionBody.amount"] = new("Fixes what is paid out, in `currency`.", Schema: Amount),
        ["GateSessionBody.currency"] = new("The currency that is paid out.", FiatCodes),
        ["GateSessionBody.user_reference"] = new("The partner's own reference for this attempt.", Schema: Short),
        ["target_token"] = new("The asset that is sold.", CoinCodes),
        ["target_network"] = new("The chain on which the crypto comes.", Networks.All.Select(Networks.TargetName)),
        ["QuoteBody.crypto_amount"] = new("What is to be sold; exactly one of the two amounts.", Schema: Amount),
        ["QuoteBody.fiat_amount"] = new("What is to be paid out; exactly one of the two amounts.", Schema: Amount),
        ["AmountBody.crypto_amount"] = new("What is to be sold; one of the two, unless the session fixed an amount.", Schema: Amount),
        ["AmountBody.fiat_amount"] = new("What is to be paid out; one of the two, unless the session fixed an amount.", Schema: Amount),
        ["quote_id"] = new("Of a quote that was locked for this session.", Schema: """{ "maxLength": 1024 }"""),
        ["card_token"] = new("The card to pay to, as the payout provider's form gave it.", Schema: Short),
        ["refund_address"] = new("The user's own address on the sell's network, for crypto that goes back.", Schema: Short),
        ["FollowBody.after"] = new("The last sequence that the client has; every change after it comes first.", Schema: """{ "minimum": 0 }"""),
        ["refund"] = new("True: the user wants the crypto back instead."),

        ["DepositNoticeBody.type"] = new("What the custodian saw.", NoticeSource.Deposits.Types),
        ["PayoutNoticeBody.type"] = new("What became of the payout.", NoticeSource.Payouts.Types),
        ["KycNoticeBody.type"] = new("That the verification has come further.", NoticeSource.Kyc.Types),
        ["DepositNoticeBody.data"] = new("The transfer."),
        ["PayoutNoticeBody.data"] = new("The payout."),
        ["KycNoticeBody.data"] = new("The verification."),
        ["DepositNoticeData.asset"] = new("The token as the custodian calls it; its contract decides."),
        ["DepositNoticeData.amount"] = new("In units of the token.", Schema: Amount),
        ["DepositNoticeData.address"] = new("Where the transfer went."),
        ["risk"] = new("Anything but `low` is looked at by a person."),
        ["payout_id"] = new("Ours."),
        ["PayoutNoticeData.amount"] = new("What was paid; needed unless it failed.", Schema: Amount),
        ["PayoutNoticeData.currency"] = new("Of the amount; needed unless it failed."),
        ["PayoutNoticeData.failure_code"] = new("Why it failed, in the provider's word."),
        ["retryable_with_new_details"] = new("Another card may help."),
        ["occurred_at"] = new("When it happened."),
        ["verification_id"] = new("As we were told when it began."),
        ["KycNoticeData.status"] = new("How the user stands now."),

        ["sessions.id"] = new("The session's id.", Schema: """{ "pattern": "^ses_" }"""),
        ["sells.id"] = new("The sell's id.", Schema: """{ "pattern": "^sell_" }"""),
        ["partners.id"] = new("The partner's id.", Schema: """{ "pattern": "^par_" }"""),
        ["transactions.id"] = new("A sell's id, or a session's.", Schema: """{ "pattern": "^(ses|sell)_" }"""),
        ["users.user_id"] = new("The user, as the partner knows them: `partner_user_id`.", Schema: Short),
        ["assets.asset"] = new("The asset.", CoinCodes),
        ["query.status"] = new("Only those that stand so."),
        ["query.phase"] = new("Only those in this phase."),
        ["query.label"] = new("Only those with this label.", WordsOf(typeof(Labels))),
        ["query.user_reference"] = new("Only those with this reference of the partner's.", Schema: Short),
        ["query.tx_hash"] = new("The transaction of a deposit or a refund."),
        ["query.created_after"] = new("Only those made after this time."),
        ["query.created_before"] = new("Only those made before this time."),
        ["query.fiat_currency"] = new("Can it be paid out in this?", Schema: Short),
        ["query.asset"] = new("Can this be sold?", Schema: Short),
        ["query.network"] = new("Does it come on this chain?", Schema: Short),
        ["query.limit"] = new("How many at most.", Schema: """{ "minimum": 1, "maximum": 100, "default": 20 }"""),
        ["query.cursor"] = new("The `next_cursor` of the page before; opaque.", Schema: """{ "maxLength": 1024 }"""),
        ["query.after"] = new("The `next_cursor` of the page before; without one, from the first event on.", Schema: """{ "maxLength": 1024 }"""),
        ["query.sell_id"] = new("Only those of this sell and its session.", Schema: Short),
        ["query.queue"] = new("Which queue.", Queues.All),
        ["query.address"] = new("A deposit address.", Schema: Short),
        ["query.reference"] = new("The partner's reference, the payout provider's, or any id of ours.", Schema: Short),
        ["query.runtime_status"] = new("Only those that stand so."),
    };
}
