using System.Text.Json;
using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Payouts;

/// <summary>
/// The words by which a provider refuses one payout or one refund for good. Any other word, also one that sounds like a
/// refusal, may be about us or about an earlier try, and says nothing of this one.
/// </summary>
internal static class RefusalCodes
{
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "account_closed", "address_blocked", "address_not_supported", "amount_too_large", "amount_too_small", "card_blocked", "card_invalid", "card_closed",
        "card_declined", "card_expired", "card_lost", "card_not_found", "card_not_supported", "card_restricted", "card_stolen",
        "currency_not_supported", "do_not_honor", "payout_refused", "refund_refused",
    };

    /// <summary>The code by which the provider refused the thing of this id; null where the answer is anything else.</summary>
    /// <param name="answer">What it answered.</param>
    /// <param name="idField">What the id is called in the answer.</param>
    /// <param name="id">Ours.</param>
    public static string? RefusalOf(this ProviderAnswer answer, string idField, string id)
    {
        if (answer.Status != StatusCodes.Status422UnprocessableEntity || answer.Body is not { } body)
        {
            return null;
        }

        return Word(body, idField) == id && Word(body, "failure_code") is { } code && All.Contains(code) ? code.ToLowerInvariant() : null;
    }

    private static string? Word(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
