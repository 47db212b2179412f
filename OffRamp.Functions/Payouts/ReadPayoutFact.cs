using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Payouts;

/// <summary>Reads what the payout provider says of a payout; the same fields in a notice and in an answer.</summary>
internal static class ReadPayoutFact
{
    /// <summary>
    /// Null where a field that decides is missing or unusable, which the fields' problems say. What only accompanies a
    /// payout is left out where it cannot be used: it must not keep one from ever settling.
    /// </summary>
    public static PayoutFact? From(JsonFields fields, string? payoutId, PayoutStatus status, bool requiresAmount = false)
    {
        var aside = fields.Aside();
        var reference = aside.Text("provider_reference");
        var amount = fields.PlainDecimal("amount", requiresAmount);
        var currency = fields.Text("currency", requiresAmount, maximum: 16);
        if (currency is not null && !currency.All(char.IsAsciiLetter))
        {
            fields.Fail("currency", "invalid_currency", "The currency must be a code of letters.");
        }

        var isFailureGiven = fields.IsGiven("failure_code");
        var failure = aside.Text("failure_code", maximum: 1024);
        var canHelp = aside.Boolean("retryable_with_new_details") ?? false;
        var occurredAt = aside.Time("occurred_at");
        if (fields.Problems.Any || payoutId is null)
        {
            return null;
        }

        return new PayoutFact
        {
            PayoutId = payoutId,
            Status = status,
            ProviderReference = reference,
            Amount = amount,
            Currency = currency,
            FailureCode = isFailureGiven ? FailureCode.Clean(failure) ?? "other" : null,
            RetryableWithNewDetails = canHelp,
            OccurredAt = occurredAt,
        };
    }
}
