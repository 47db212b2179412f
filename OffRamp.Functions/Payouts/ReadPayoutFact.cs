using OffRamp.Functions.Hosting;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Payouts;

/// <summary>Reads what the payout provider says of a payout; the same fields in a notice and in an answer.</summary>
internal static class ReadPayoutFact
{
    /// <summary>Null where a field is missing or unusable, which the fields' problems say.</summary>
    public static PayoutFact? From(JsonFields fields, string? payoutId, PayoutStatus status, bool requiresAmount = false)
    {
        var reference = fields.Text("provider_reference");
        var amount = fields.PlainDecimal("amount", requiresAmount);
        var currency = fields.Text("currency", requiresAmount, maximum: 16);
        if (currency is not null && !currency.All(char.IsAsciiLetter))
            fields.Fail("currency", "invalid_currency", "The currency must be a code of letters.");
        var failure = fields.Text("failure_code", maximum: 1024);
        var canHelp = fields.Boolean("retryable_with_new_details") ?? false;
        var occurredAt = fields.Time("occurred_at");
        if (fields.Problems.Any || payoutId is null)
            return null;
        return new PayoutFact
        {
            PayoutId = payoutId,
            Status = status,
            ProviderReference = reference,
            Amount = amount,
            Currency = currency,
            FailureCode = failure is null ? null : FailureCode.Clean(failure) ?? "other",
            RetryableWithNewDetails = canHelp,
            OccurredAt = occurredAt,
        };
    }
}
