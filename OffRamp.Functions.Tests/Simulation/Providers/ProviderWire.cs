using System.Net;
using System.Text.Json.Nodes;
using System.Web;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Simulation.Faults;

namespace OffRamp.Functions.Tests.Simulation.Providers;

/// <summary>The providers' side of the wire: what the models say, as HTTP and JSON.</summary>
/// <param name="scene">The models.</param>
/// <param name="writing">How they write it.</param>
/// <param name="pass">Takes its time on the way there and back.</param>
internal sealed class ProviderWire(Surroundings scene, Writing writing, Func<Task> pass) : HttpMessageHandler
{
    /// <summary>What the last answer means: an outcome, a page, a rate, or nothing that can be understood.</summary>
    public object? Meant { get; private set; }

    /// <summary>Told when a page of the list is on its way, and from which cursor on it was asked for; and when a rate is.</summary>
    public Action<DepositPage, string?>? OnListed { get; init; }
    public Action<Rate>? OnRate { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsByteArrayAsync(cancellationToken))!.AsObject();
        await pass();
        HttpResponseMessage? answer = null;
        try
        {
            answer = Answer(request, body);
        }
        catch (HttpRequestException)
        {
            // It is lost on its way back.
        }

        await pass();
        return answer ?? throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer is lost");
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, JsonObject? body)
    {
        var path = request.RequestUri!.AbsolutePath.Trim('/').Split('/');
        return path switch
        {
            ["deposits"] => List(HttpUtility.ParseQueryString(request.RequestUri.Query)["cursor"]),
            ["rates"] => FindRate(),
            ["payouts"] => Submit(body!),
            ["payouts", var id] => AskPayout(Uri.UnescapeDataString(id)),
            ["refunds"] => Send(body!),
            ["refunds", var id] => AskRefund(Uri.UnescapeDataString(id)),
            _ => throw new InvalidOperationException($"Nobody answers {request.RequestUri}."),
        };
    }

    private HttpResponseMessage List(string? cursor)
    {
        var page = scene.Custodian.List(cursor);
        Meant = page;
        if (page is null)
        {
            return writing.Answer(scene.Custodian.Said!.Value, [])!;
        }

        OnListed?.Invoke(page, cursor);
        var entries = page.Facts.Select(writing.Of).Concat(page.Unreadable.Select(Mumble)).ToArray<JsonNode>();
        var foreign = Enumerable.Range(0, page.Foreign).Select(number => new JsonObject { ["network"] = "TRC20", ["contract_address"] = ModelCustodian.WorthlessToken, ["amount"] = "a lot" });
        return Writing.Answer(writing.Say(new JsonObject { ["data"] = new JsonArray([.. entries, .. foreign]), ["next_cursor"] = writing.Optional(page.NextCursor) }));
    }

    /// <summary>Of a transfer all but its time can be read; of what is none, nothing.</summary>
    private JsonObject Mumble(UnreadableEntry entry)
    {
        var written = entry.Known is { } fact ? writing.Of(fact) : new JsonObject { ["entry"] = 7 };
        written["seen_at"] = "yesterday";
        return written;
    }

    private HttpResponseMessage FindRate()
    {
        var rate = scene.Rates.Find();
        Meant = rate;
        if (rate is { } known)
        {
            OnRate?.Invoke(known);
        }

        var said = scene.Rates.Said;
        return (said is { } wrong ? writing.Answer(wrong, []) : null) ?? Writing.Answer(writing.Say(new JsonObject
        {
            ["rate"] = scene.Weather.Rate.ToString(),
            ["as_of"] = writing.Time(scene.Now - (said == FaultMode.Stale ? TimeSpan.FromMinutes(5) : TimeSpan.Zero)),
        }));
    }

    private HttpResponseMessage Submit(JsonObject body)
    {
        var (id, payout) = Recorded(body, "payout_id", scene.Kept.Sell.Payouts, known => known.Id);
        SaysWhatIsRecorded(body, payout.Amount);
        var outcome = scene.Payouts.Submit(payout with { Id = id });
        Meant = outcome;
        return outcome is PayoutAccepted accepted
            ? Writing.Answer(writing.Say(new JsonObject { ["provider_reference"] = accepted.ProviderReference }), HttpStatusCode.Accepted)
            : writing.Answer(scene.Payouts.Said!.Value, new JsonObject { ["payout_id"] = id, ["retryable_with_new_details"] = outcome is PayoutRefused { NewDetailsCanHelp: true } })!;
    }

    private HttpResponseMessage AskPayout(string id)
    {
        var outcome = scene.Payouts.Ask(id);
        Meant = outcome;
        return outcome switch
        {
            PayoutReported reported => Writing.Answer(writing.Of(reported.Fact)),
            PayoutNeverArrived => Writing.NotFound(),
            _ => writing.Answer(scene.Payouts.Said!.Value, [])!,
        };
    }

    private HttpResponseMessage Send(JsonObject body)
    {
        var (id, refund) = Recorded(body, "refund_id", scene.Kept.Sell.Refunds, known => known.Id);
        SaysWhatIsRecorded(body, refund.Amount);
        return Tell(scene.Custodian.Send(refund with { Id = id }), id);
    }

    private HttpResponseMessage AskRefund(string id) => Tell(scene.Custodian.Ask(id), id);

    private HttpResponseMessage Tell(Outcome outcome, string id)
    {
        Meant = outcome;
        return outcome switch
        {
            RefundReported { Fact: var fact } => Writing.Answer(writing.Say(new JsonObject
            {
                ["refund_id"] = id,
                ["status"] = fact.Status.ToString().ToLowerInvariant(),
                ["tx_hash"] = fact.Status == RefundStatus.Sent ? fact.TxHash : writing.Optional(null),
                ["fee"] = writing.Amount(fact.Fee!),
            })),
            RefundNeverArrived => Writing.NotFound(),
            _ => writing.Answer(scene.Custodian.Said!.Value, new JsonObject { ["refund_id"] = id })!,
        };
    }

    // Whoever sends under another id than is on record makes a mistake that was planted.
    private static (string Id, T Recorded) Recorded<T>(JsonObject body, string field, IReadOnlyList<T> known, Func<T, string> idOf)
    {
        var id = body[field]!.GetValue<string>();
        return (id, known.FirstOrDefault(one => idOf(one) == id.Split('.')[0]) ?? throw new Violation("what is sent is what is on record", $"{id} is not"));
    }

    private static void SaysWhatIsRecorded(JsonObject body, Money amount) => Violation.Unless(
        body["amount"]!.GetValue<string>() == amount.ToString(), "what is sent is what is on record", $"{body["amount"]} and {amount}");
}
