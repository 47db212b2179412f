using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Tests.Simulation.Faults;

namespace OffRamp.Functions.Tests.Simulation.Providers;

/// <summary>Writes what a provider says as one of them would, with everything that real ones do beside the contract.</summary>
internal sealed class Writing(Speech speech, Occurrences occurrences)
{
    private const string Page = "<!doctype html><html><head><title>Request blocked</title></head><body><h1>Access denied</h1></body></html>";

    /// <summary>A page comes under any status, also under one that would mean something if it were the provider's.</summary>
    private static readonly HttpStatusCode[] PageStatuses = [HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.BadGateway, (HttpStatusCode)422];

    private int pages;

    public JsonObject Of(DepositFact fact) => Say(new JsonObject
    {
        ["network"] = fact.Network.ToString(),
        ["asset"] = Code(fact.Asset!),
        ["contract_address"] = fact.ContractAddress,
        ["address"] = fact.Address,
        ["memo"] = Optional(fact.Memo),
        ["amount"] = Amount(fact.Amount),
        ["tx_hash"] = Has(Speech.OtherSpelling) ? $"0x{fact.TxHash.ToUpperInvariant()}" : fact.TxHash,
        ["log_index"] = fact.LogIndex,
        ["confirmations"] = fact.Confirmations,
        ["seen_at"] = Time(fact.SeenAt),
        ["risk"] = fact.IsHighRisk ? "high" : "low",
        ["status"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(fact.Status.ToString()),
    });

    public JsonObject Of(PayoutFact fact) => Say(new JsonObject
    {
        ["payout_id"] = fact.PayoutId,
        ["status"] = fact.Status == PayoutStatus.Submitted ? "accepted" : JsonNamingPolicy.SnakeCaseLower.ConvertName(fact.Status.ToString()),
        ["provider_reference"] = Optional(fact.ProviderReference),
        ["amount"] = Amount(fact.Amount!),
        ["currency"] = Code(fact.Currency!),
        ["failure_code"] = Optional(fact.FailureCode),
        ["retryable_with_new_details"] = fact.RetryableWithNewDetails,
    });

    /// <summary>Adds what nobody asked for, and counts how it is said.</summary>
    public JsonObject Say(JsonObject fields)
    {
        if (Has(Speech.ExtraFields))
        {
            fields["object"] = "thing";
            fields["links"] = new JsonArray(new JsonObject { ["rel"] = "self", ["amount"] = "1" });
            fields["customer"] = null;
        }

        Count(Speech.EmptyFields, Oddity.EmptyFields);
        Count(Speech.ExtraFields, Oddity.ExtraFields);
        Count(Speech.OtherSpelling, Oddity.OtherSpelling);
        return fields;
    }

    /// <summary>A text that says nothing.</summary>
    public JsonNode? Optional(string? text) => text ?? (Has(Speech.EmptyFields) ? "" : null);

    public string Code(string code) => Has(Speech.OtherSpelling) ? code.ToLowerInvariant() : code;

    public string Amount(string amount)
    {
        var whole = amount.Contains('.') ? amount : $"{amount}.";
        return Has(Speech.OtherSpelling) ? whole.PadRight(whole.IndexOf('.') + 19, '0') : amount;
    }

    /// <summary>Finer than anybody measures, or in the custodian's own zone.</summary>
    public string Time(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return !Has(Speech.OtherSpelling) ? utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)
            : utc.Second % 2 == 0 ? utc.ToString("yyyy-MM-dd't'HH:mm:ss.fffffff'89z'", CultureInfo.InvariantCulture)
            : time.ToOffset(TimeSpan.FromHours(2)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
    }

    public static HttpResponseMessage Answer(JsonNode json, HttpStatusCode status = HttpStatusCode.OK) => Answer(status, "application/json", json.ToJsonString());

    /// <summary>An answer with something wrong; null where what is wrong is in what it says.</summary>
    /// <param name="mode">What.</param>
    /// <param name="id">What was sent, where something was.</param>
    /// <exception cref="HttpRequestException">There is none.</exception>
    public HttpResponseMessage? Answer(FaultMode mode, JsonObject id) => mode switch
    {
        FaultMode.Timeout => throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer is lost"),
        FaultMode.Refuse => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
        FaultMode.Unavailable => Answer(Problem("unavailable"), HttpStatusCode.ServiceUnavailable),
        FaultMode.Unauthorized => Answer(Problem("unauthorized"), HttpStatusCode.Unauthorized),
        FaultMode.Html => Answer(PageStatuses[pages++ % PageStatuses.Length], "text/html", Page),
        FaultMode.Duplicate => Answer(Problem("already_exists"), HttpStatusCode.BadRequest),
        FaultMode.Balance => Answer(With(id, "insufficient_funds"), HttpStatusCode.UnprocessableEntity),
        FaultMode.Refused => Answer(With(id, id.ContainsKey("refund_id") ? "refund_refused" : "card_declined"), HttpStatusCode.UnprocessableEntity),
        FaultMode.Lagging404 => NotFound(),
        _ => null,
    };

    public static HttpResponseMessage NotFound() => Answer(Problem("not_found"), HttpStatusCode.NotFound);

    private static JsonObject With(JsonObject id, string failureCode)
    {
        id["failure_code"] = failureCode;
        return id;
    }

    private static JsonObject Problem(string code) => new() { ["code"] = code, ["title"] = "It is as the code says." };

    private static HttpResponseMessage Answer(HttpStatusCode status, string type, string body) =>
        new(status) { Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new(type) } } };

    private bool Has(Speech feature) => (speech & feature) != 0;

    private void Count(Speech feature, Oddity oddity)
    {
        if (Has(feature))
        {
            occurrences.Happened(oddity);
        }
    }
}
