using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Webhooks.Out.Feed;

/// <summary>GET /v1/events?after=&amp;from=&amp;sell_id=&amp;limit=: the same events as the webhooks, for those who rather ask.</summary>
internal sealed class ListEvents(EventFeed feed, Cursor cursors)
{
    private const string Says = "The same events as the webhooks, and each is the webhook's body. `next_cursor` is never null: given as "
        + "`after`, now or later, it asks for what comes next, and nothing is ever passed over. Without a cursor, `from` is the time to begin at.";

    [Function("ListEvents")]
    [ForPartners]
    [Operation("listEvents", "List events, oldest first", Says = Says)]
    [QueryParameter("after")]
    [QueryParameter("from", typeof(DateTimeOffset))]
    [QueryParameter("sell_id")]
    [QueryParameter("limit", typeof(int))]
    [Answers(200, typeof(Page<EventView>))]
    [Refuses("not_found")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Events)] HttpRequest request)
    {
        var context = request.HttpContext;
        var partner = context.Partner().Id;
        var query = new QueryFields(context.Request.Query);
        var sellId = query.Text("sell_id");
        var from = query.Time("from");
        var scope = $"events:{partner}:{sellId}";
        var page = PageRequest.Read(query, cursors, scope, "after");
        if (from is not null && page.After is not null)
        {
            query.Problems.Add("from", "ambiguous_choice", "Give after or from, not both.");
        }

        query.ThrowIfInvalid();
        SellId? sell = PrefixedId.TryParse<SellId>(sellId ?? "", out var named) ? named : null;
        if (sellId is not null && sell is null)
        {
            return Problems.NotFound("There is no such sell.");
        }

        var after = page.After is { } place ? long.Parse(place, CultureInfo.InvariantCulture) : await StartAsync(partner, sell, from, context.RequestAborted);
        var found = sell is { } one
            ? await feed.ReadAsync(one, partner, after, page.Limit + 1, context.RequestAborted)
            : await feed.ReadAsync(partner, after, page.Limit + 1, context.RequestAborted);
        if (found is null)
        {
            return Problems.NotFound("There is no such sell.");
        }

        var shown = found.Take(page.Limit).ToList();
        var next = shown.Count > 0 ? shown[^1].Place : after;
        return Results.Json(new Page<EventView>(
            [.. shown.Select(item => item.Event)], found.Count > page.Limit, cursors.Write(scope, next.ToString(CultureInfo.InvariantCulture))));
    }

    private async Task<long> StartAsync(PartnerId partner, SellId? sell, DateTimeOffset? from, CancellationToken cancellation) =>
        from is not { } time ? 0
        : sell is { } one ? await feed.FindStartAsync(one, partner, time, cancellation) ?? 0
        : await feed.FindStartAsync(partner, time, cancellation);
}
