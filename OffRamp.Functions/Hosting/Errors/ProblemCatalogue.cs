using System.Collections.Frozen;

namespace OffRamp.Functions.Hosting.Errors;

internal sealed record ProblemKind(string Code, int Status, string Title, bool Retryable = false);

/// <summary>Every code that a request as a whole can be refused with. Codes and statuses are part of the HTTP contract.</summary>
internal static class ProblemCatalogue
{
    private static readonly FrozenDictionary<string, ProblemKind> Kinds = new ProblemKind[]
    {
        new("invalid_json", 400, "The body is not valid JSON"),
        new("invalid_request", 400, "The request cannot be read"),
        new("idempotency_key_required", 400, "An Idempotency-Key header is required"),
        new("invalid_idempotency_key", 400, "The Idempotency-Key header cannot be used"),
        new("unauthorized", 401, "Credentials are missing or not valid"),
        new("invalid_signature", 401, "The signature is missing or not valid"),
        new("forbidden", 403, "These credentials do not allow this"),
        new("offramp_disabled", 403, "Off-ramp is not enabled for this partner"),
        new("not_found", 404, "There is nothing here"),
        new("method_not_allowed", 405, "This method is not allowed here"),
        new("action_not_possible", 409, "This cannot be done with the sell as it is"),
        new("deposit_already_detected", 409, "A deposit has been seen already"),
        new("idempotency_in_progress", 409, "The first request with this key is still running", Retryable: true),
        new("kyc_required", 409, "The user has to be verified first"),
        new("no_action_required", 409, "Nothing is asked of the user"),
        new("notice_processed", 409, "The notice was processed already"),
        new("payout_unresolved", 409, "The outcome of the payout is not known yet"),
        new("quote_expired", 409, "The quote has expired"),
        new("sell_exists", 409, "The session has a sell already"),
        new("same_operator", 409, "Another operator has to agree"),
        new("session_ended", 409, "The session has ended"),
        new("session_not_cancellable", 409, "The session can no longer be cancelled"),
        new("stale", 409, "The sell has moved on since it was read"),
        new("length_required", 411, "The body did not arrive; send a Content-Length"),
        new("precondition_failed", 412, "It was changed since it was read"),
        new("body_too_large", 413, "The body is too large"),
        new("unsupported_media_type", 415, "The body must be JSON"),
        new("asset_paused", 422, "The asset is paused"),
        new("amount_fixed", 422, "The session fixes the amount"),
        new("country_not_supported", 422, "Users of this country cannot sell"),
        new("fiat_not_supported", 422, "This currency is not supported"),
        new("idempotency_key_reused", 422, "The key was used with another body"),
        new("invalid_card_token", 422, "The card cannot be used"),
        new("invalid_refund_address", 422, "The refund address cannot be used"),
        new("limit_exceeded", 422, "The amount is over a limit"),
        new("quote_not_valid", 422, "The quote cannot be sold on"),
        new("type_not_supported", 422, "This type is not supported"),
        new("validation_failed", 422, "The request has several problems"),
        new("rate_limited", 429, "Too many requests"),
        new("internal_error", 500, "Something went wrong here"),
        new("decision_pending", 503, "The decision is not made yet", Retryable: true),
        new("deadline_exceeded", 503, "The request took too long", Retryable: true),
        new("live_updates_unavailable", 503, "There are no live updates at the moment", Retryable: true),
        new("not_ready", 503, "The app is not ready", Retryable: true),
        new("orchestrations_unavailable", 503, "The orchestrations cannot be asked", Retryable: true),
        new("provider_unavailable", 503, "A provider does not answer", Retryable: true),
        new("rate_unavailable", 503, "There is no current rate", Retryable: true),
        new("session_busy", 503, "The session is being changed", Retryable: true),
        new("storage_unavailable", 503, "The storage does not answer", Retryable: true),
    }.ToFrozenDictionary(k => k.Code);

    public static IEnumerable<ProblemKind> All => Kinds.Values;

    public static ProblemKind? Find(string code) => Kinds.GetValueOrDefault(code);

    public static ProblemKind Get(string code) =>
        Find(code) ?? throw new ArgumentException($"The code {code} is not in the catalogue.", nameof(code));
}
