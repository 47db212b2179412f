namespace OffRamp.Functions.OpenApi;

/// <summary>What the words of a sell mean, and what to do next; docs/cases.md tells each at length.</summary>
internal static partial class Glossary
{
    private const string Failures = "Why it failed, and what to do next. "
        + "`deposit_timeout`: nothing came in time; open a new session if the user still wants to sell. "
        + "`underpaid`: too little came and goes back; open a new session. "
        + "`payout_failed`: the card could not be paid and all of the crypto goes back; open a new session with another card. "
        + "`refund_requested`: the user wanted the crypto back; nothing to do. "
        + "`kyc_required`: the user was not verified any more and the crypto goes back; verification comes first, then a new session. "
        + "`operator`: an operator sent the crypto back; ask them.";

    private const string Holds = "Why it waits for an operator. "
        + "`compliance_review`: the sender is risky, too much came, or more would go back than a user may sell on a day. "
        + "`confirmation_timeout`: a deposit did not confirm in 24 h. "
        + "`deposit_mismatch`: the custodian counts less than was reported. "
        + "`payout_unresolved`: nobody knows whether the fiat was paid. "
        + "`rate_moved`: the rate has fallen below the quote's. "
        + "`kyc_required`: the user is not verified any more; verified again the sell goes on, after 7 days the crypto goes back. "
        + "`operator`: too little or too much came to decide by rule, or an operator held it.";

    private const string Odd = "What was odd about it, whatever its status. "
        + "`under`: less came than was quoted; while there is time, `amount_due` says how much is missing. "
        + "`over`: more came than was quoted; an excess above the quote's `if_over.converted_below` goes back, a smaller one is paid with the rest. "
        + "`late`: something came after it had expired or was cancelled. "
        + "`duplicate`: something came after it was covered or decided; it goes back. "
        + "`reorged`: a confirmed deposit was lost again. "
        + "`slow`: a deposit did not confirm in 24 h. "
        + "`returned`: the bank sent the payout back.";
}
