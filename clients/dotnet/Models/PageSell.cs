// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>Crypto that a user sends, and the fiat that goes to their card for it.</summary>
public sealed partial record PageSell
{
    /// <summary>What it is known by.</summary>
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    /// <summary>What this is.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "";

    /// <summary>The session; it and its sell share their 26 characters.</summary>
    [JsonPropertyName("session_id")]
    public string SessionId { get; init; } = "";

    /// <summary>Counts the events of a session and its sell together, from 1; of a sell its last event's.</summary>
    [JsonPropertyName("sequence")]
    public long Sequence { get; init; }

    /// <summary>What partners need to know, in five words.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>Where it stands in its story.</summary>
    [JsonPropertyName("phase")]
    public string Phase { get; init; } = "";

    /// <summary>What was odd about it, whatever its status. `under`: less came than was quoted; while there is time, `amount_due` says how much is missing. `over`: more came than was quoted; an excess above the quote's `if_over.converted_below` goes back, a smaller one is paid with the rest. `late`: something came after it had expired or was cancelled. `duplicate`: something came after it was covered or decided; it goes back. `reorged`: a confirmed deposit was lost again. `slow`: a deposit did not confirm in 24 h. `returned`: the bank sent the payout back.</summary>
    [JsonPropertyName("labels")]
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Why it failed, and what to do next. `deposit_timeout`: nothing came in time; open a new session if the user still wants to sell. `underpaid`: too little came and goes back; open a new session. `payout_failed`: the card could not be paid and all of the crypto goes back; open a new session with another card. `refund_requested`: the user wanted the crypto back; nothing to do. `kyc_required`: the user was not verified any more and the crypto goes back; verification comes first, then a new session. `operator`: an operator sent the crypto back; ask them.</summary>
    [JsonPropertyName("failure_code")]
    public string? FailureCode { get; init; }

    /// <summary>Of a sell that failed: whether the user may try again in a new session; what to mind then, `failure_code` says. Null for any other.</summary>
    [JsonPropertyName("new_session_can_help")]
    public bool? NewSessionCanHelp { get; init; }

    /// <summary>Why it waits for an operator. `compliance_review`: the sender is risky, too much came, or more would go back than a user may sell on a day. `confirmation_timeout`: a deposit did not confirm in 24 h. `deposit_mismatch`: the custodian counts less than was reported. `payout_unresolved`: nobody knows whether the fiat was paid. `rate_moved`: the rate has fallen below the quote's. `kyc_required`: the user is not verified any more; verified again the sell goes on, after 7 days the crypto goes back. `operator`: too little or too much came to decide by rule, or an operator held it.</summary>
    [JsonPropertyName("hold_reason")]
    public string? HoldReason { get; init; }

    /// <summary>Where the partner's users find help; null where the partner has not said.</summary>
    [JsonPropertyName("support")]
    public Support? Support { get; init; }

    /// <summary>The asset that is sold.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; init; } = "";

    /// <summary>The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides.</summary>
    [JsonPropertyName("network")]
    public string Network { get; init; } = "";

    /// <summary>What is sold, in the asset.</summary>
    [JsonPropertyName("crypto_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal CryptoAmount { get; init; }

    /// <summary>What has come and is confirmed, in the asset.</summary>
    [JsonPropertyName("received_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal ReceivedAmount { get; init; }

    /// <summary>What the user still has to send, in the asset.</summary>
    [JsonPropertyName("amount_due")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal AmountDue { get; init; }

    /// <summary>The currency that is paid out.</summary>
    [JsonPropertyName("fiat_currency")]
    public string FiatCurrency { get; init; } = "";

    /// <summary>What is paid out, in `fiat_currency`.</summary>
    [JsonPropertyName("fiat_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal FiatAmount { get; init; }

    /// <summary>The terms that the user accepted.</summary>
    [JsonPropertyName("quote")]
    public SellQuote Quote { get; init; } = null!;

    /// <summary>Where the user sends the crypto.</summary>
    [JsonPropertyName("deposit")]
    public DepositInstructions Deposit { get; init; } = null!;

    /// <summary>What came.</summary>
    [JsonPropertyName("deposits")]
    public IReadOnlyList<Deposit> Deposits { get; init; } = [];

    /// <summary>Transfers too small to be deposits of their own; null where there are none. They count as received, and are held or paid with the rest.</summary>
    [JsonPropertyName("specks")]
    public Specks? Specks { get; init; }

    /// <summary>Attempts to pay, the latest last.</summary>
    [JsonPropertyName("payouts")]
    public IReadOnlyList<Payout> Payouts { get; init; } = [];

    /// <summary>Crypto that goes back, the latest last.</summary>
    [JsonPropertyName("refunds")]
    public IReadOnlyList<Refund> Refunds { get; init; } = [];

    /// <summary>What the user is asked for; null for nothing.</summary>
    [JsonPropertyName("user_action")]
    public UserAction? UserAction { get; init; }

    /// <summary>Since when it is known to take longer than usual (`sell.delayed`, once a sell): a deposit to confirm, or a payout to settle; in which phase, `status_history` says. It stays, also when the sell has gone on. Null where nothing took that long.</summary>
    [JsonPropertyName("delayed_at")]
    public DateTimeOffset? DelayedAt { get; init; }

    /// <summary>Its story, oldest first.</summary>
    [JsonPropertyName("status_history")]
    public IReadOnlyList<HistoryEntry> StatusHistory { get; init; } = [];

    /// <summary>When it was made.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset UpdatedAt { get; init; }
}
