using System.Text.Json;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Payouts;

/// <inheritdoc cref="IPayoutProvider"/>
internal sealed class HttpPayoutProvider(ProviderHttp http) : IPayoutProvider
{
    public async Task<Outcome> SubmitAsync(Payout payout, CancellationToken cancellation)
    {
        var body = new
        {
            payout_id = payout.Id,
            amount = payout.Amount.ToString(),
            currency = payout.Amount.Currency.Code,
            card_token = payout.Card.Token,
        };
        var answer = await http.PostAsync("/payouts", body, payout.Id, cancellation);
        if (answer.RefusalOf("payout_id", payout.Id) is { } code)
        {
            return new PayoutRefused(payout.Id, code, Says(answer, "retryable_with_new_details"));
        }

        return answer.Text("provider_reference", maximum: 255) is { } reference
            ? new PayoutAccepted(payout.Id, reference)
            : new PayoutUnknown(payout.Id);
    }

    public async Task<Outcome> AskAsync(string payoutId, CancellationToken cancellation)
    {
        var answer = await http.GetAsync($"/payouts/{Uri.EscapeDataString(payoutId)}", cancellation);
        if (answer is { Status: StatusCodes.Status404NotFound, IsForeign: false })
        {
            return new PayoutNeverArrived(payoutId);
        }

        return answer.IsSuccess && answer.Body is { } body && Read(new(body, "", new()), payoutId) is { } fact
            ? new PayoutReported(fact)
            : new ProviderSilent("payouts");
    }

    public IReadOnlyList<string> MethodsOf(Currency fiat) => ["card"];

    public async Task<CardAnswer> FindCardAsync(string cardToken, CancellationToken cancellation)
    {
        var answer = await http.GetAsync($"/cards/{Uri.EscapeDataString(cardToken)}", cancellation, isTyped: true);
        if (answer.Status is 400 or 404 or 410 or 422)
        {
            return new CardAnswer.Unknown();
        }

        var isWhole = answer.Text("brand", maximum: 32) is { } brand && brand.All(character => char.IsAsciiLetter(character) || character is ' ' or '_' or '-')
            && answer.Text("last4", maximum: 4) is { Length: 4 } last4 && last4.All(char.IsAsciiDigit)
            && answer.Body!.Value.TryGetProperty("expiry_ok", out var expiry) && expiry.ValueKind is JsonValueKind.True or JsonValueKind.False;
        return isWhole
            ? new CardAnswer.Known(new(cardToken, answer.Text("brand")!, answer.Text("last4")!), Says(answer, "expiry_ok"))
            : new CardAnswer.Silent();
    }

    private static PayoutFact? Read(JsonFields fields, string payoutId)
    {
        var status = fields.OneOf("status", ["accepted", "settled", "failed", "returned"], required: true);
        if (fields.Text("payout_id") is { } named && named != payoutId)
        {
            return null;
        }

        return ReadPayoutFact.From(fields, payoutId, status switch
        {
            "settled" => PayoutStatus.Settled,
            "failed" => PayoutStatus.Failed,
            "returned" => PayoutStatus.Returned,
            _ => PayoutStatus.Submitted,
        });
    }

    private static bool Says(ProviderAnswer answer, string name) =>
        answer.Body is { } body && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
