using OffRamp.Functions.Sells;

namespace OffRamp.Functions.OpenApi;

internal static partial class Glossary
{
    /// <summary>What only operators see.</summary>
    private static Dictionary<string, Meaning> OperatorFields => new()
    {
        ["Partner"] = new("A business that integrates, with what was agreed with it."),
        ["Partner.limits"] = new("Caps below the installation's own, in units of any asset."),
        ["PartnerBody.limits"] = new("Caps below the installation's own, in units of any asset."),
        ["PartnerChangeBody.limits"] = new("Caps below the installation's own, in units of any asset; null takes one away."),
        ["name"] = new("What people call it.", Schema: Short),
        ["offramp_enabled"] = new("Whether it may open sessions and ask for quotes; off until it is said."),
        ["allowed_origins"] = new("Origins whose pages may embed the sell page.", Schema: """{ "maxItems": 50 }"""),
        ["policies"] = new("What happens in cases that partners decide differently."),
        ["underpaid"] = new("What becomes of a deposit that is short at the deadline."),
        ["client_token"] = new("The partner's credential. Shown once.", Schema: """{ "pattern": "^ot_" }"""),
        ["partner_id"] = new("Whose it is."),
        ["paused"] = new("No new quotes; sells under way go on."),

        ["OperatorSell"] = new("A sell as its partner sees it, and what only operators are to know."),
        ["WholeSell"] = new("All that is known of a sell."),
        ["queues"] = new("The queues that it is in.", Operators.Queues.All),
        ["cases"] = new("What only a person can settle."),
        ["Case.kind"] = new("What happened; or a hold reason, of a sell that had ended when it came up.", WordsOf(typeof(CaseKinds)).Concat(WordsOf(typeof(HoldReasons)))),
        ["Case.detail"] = new("Which deposit or payout it is about."),
        ["wake_at"] = new("When the sell's orchestration has promised to look again."),
        ["ledger"] = new("Its bookings."),
        ["Ledger"] = new("Bookings and what they come to. Both sum to zero in every currency."),
        ["entries"] = new("In order."),
        ["balances"] = new("What the entries come to on each account."),
        ["account"] = new("Where the value is.", WordsOf(typeof(Account))),
        ["LedgerEntry.currency"] = new("Of the amount.", Currency.All.Select(currency => currency.Code)),
        ["Balance.currency"] = new("Of the amount.", Currency.All.Select(currency => currency.Code)),
        ["LedgerEntry.amount"] = new("Signed: sources are negative, uses positive.", Schema: Amount),
        ["Balance.amount"] = new("Signed: sources are negative, uses positive.", Schema: Amount),
        ["notices"] = new("What the sell was told, by providers, its user and operators, oldest first."),
        ["webhook_attempts"] = new("What became of each event on its way to the partner's endpoint, oldest first."),
        ["orchestration"] = new("How its orchestration stands; null where it has none."),
        ["Inbox.kind"] = new("What it was told."),
        ["webhook_id"] = new("The provider's name for the message."),
        ["received_at"] = new("When it came."),
        ["taken_at_sequence"] = new("Where the sell stood when it had taken it in; null while it has not."),
        ["refusal"] = new("Why it was not done; null where it was."),
        ["fact"] = new("What a provider said; null for what others did."),
        ["instance_id"] = new("The orchestration's id; a sell's is the sell's own."),
        ["Orchestration.name"] = new("The orchestrator's name."),
        ["runtime_status"] = new("How it stands."),
        ["UnknownOrchestration.runtime_status"] = new("The Durable API does not answer.", ["unknown"]),
        ["custom_status"] = new("What the orchestration says of itself: a sell's phase."),
        ["last_updated_at"] = new("When it last ran."),

        ["UnmatchedNotice"] = new("A signed notice that belongs to nothing we know, or cannot be used."),
        ["UnmatchedNotice.reason"] = new("Which fields are unusable, or that nothing matches."),
        ["source"] = new("Who sent it.", ["deposits", "payouts", "kyc"]),
        ["notice"] = new("The contract's fields of it, and no others."),
        ["body_sha256"] = new("Of the exact body, to find it again at the provider."),

        ["AuditEntry"] = new("Something that an operator did."),
        ["operator"] = new("Who: the name of the key, or of the person."),
        ["AuditEntry.action"] = new("What, as in `sell.pay_out`."),
        ["subject"] = new("On what."),
        ["AuditEntry.sequence"] = new("Of a sell, where it stood when the operator decided."),
        ["AuditEntry.outcome"] = new("`done`, or the code that it was refused with; null while it is open or where there is none."),

        ["action"] = new("What to do."),
        ["seen_sequence"] = new("The sell's `sequence` when the operator looked.", Schema: """{ "minimum": 0 }"""),
        ["ActionBody.reason"] = new("Why, for the log.", Schema: Short),
        ["ActionBody.card_token"] = new("With `pay_out`: another card to pay to.", Schema: Short),
        ["ActionBody.refund_address"] = new("With `refund`: another address to refund to.", Schema: Short),
        ["ActionBody.network"] = new("With `match_deposit`: where the deposit came."),
        ["ActionBody.tx_hash"] = new("With `match_deposit`: the deposit's transaction."),
        ["ActionBody.log_index"] = new("With `match_deposit`: which transfer of the transaction.", Schema: """{ "minimum": 0 }"""),
        ["ActionBody.amount"] = new("With `match_deposit`: how much it is, in the asset.", Schema: Amount),
    };
}
