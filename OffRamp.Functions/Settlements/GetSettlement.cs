using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Settlements;

/// <summary>GET /v1/settlements?date=YYYY-MM-DD&amp;currency=, as JSON or CSV.</summary>
internal sealed class GetSettlement(SettlementBook book, Cursor cursors, TimeProvider clock)
{
    private const string Says = "Grouped by sell, with totals that close to the ledger. A day with more sells than `limit` comes in pages: "
        + "`totals` are then of all pages so far, those of the last page of the whole day. With `Accept: text/csv` one line a booking; the "
        + "next page is in the header `Link`. With `currency` only what was booked in it.";

    private const int MostSells = 1000;

    private static readonly string[] Codes = [.. Currency.All.Select(currency => currency.Code)];

    [Function("GetSettlement")]
    [ForPartners]
    [Operation("getSettlement", "Read what was booked on a UTC day", Says = Says)]
    [QueryParameter("date", IsRequired = true)]
    [QueryParameter("currency")]
    [QueryParameter("limit", typeof(int))]
    [QueryParameter("cursor")]
    [Answers(200, typeof(SettlementView))]
    [Answers(200, MediaType = SettlementCsv.MediaType)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Settlements)] HttpRequest request) => RunAsync(request.HttpContext);

    private async Task<IResult> RunAsync(HttpContext context)
    {
        var partner = context.Partner();
        var query = new QueryFields(context.Request.Query);
        var date = query.Date("date");
        if (date is null && !query.Problems.Any)
        {
            query.Problems.Add("date", "required", "date is required.");
        }

        var currency = query.OneOf("currency", Codes) is { } code ? Currency.Of(code) : null;
        var scope = $"settlements:{partner.Id}:{date?.ToString("O", CultureInfo.InvariantCulture)}:{currency}";
        var page = PageRequest.Read(query, cursors, scope, most: MostSells, standard: MostSells);
        query.ThrowIfInvalid();

        var settlement = await ReadAsync(partner, new(date!.Value, currency), page, scope, context.RequestAborted);
        if (!SettlementCsv.IsWanted(context.Request))
        {
            return Results.Json(settlement);
        }

        if (settlement.NextCursor is { } cursor)
        {
            context.Response.Headers.Link = $"<{context.Request.Path}?date={settlement.Date}{(currency is null ? "" : $"&currency={currency}")}&limit={page.Limit}&cursor={cursor}>; rel=\"next\"";
        }

        return SettlementCsv.Answer(SettlementCsv.Write(settlement));
    }

    private async Task<SettlementView> ReadAsync(Partner partner, SettledDay day, PageRequest page, string scope, CancellationToken cancellation)
    {
        var (after, totals) = Start(page.After);
        var places = await book.PlacesAsync(partner.Id, day.Date, after, page.Limit + 1, cancellation);
        var shown = places.Take(page.Limit).ToList();
        var sells = await book.ReadAsync(shown, day, cancellation);
        totals.Add(sells.SelectMany(sell => sell.Postings));
        var hasMore = places.Count > page.Limit;
        return new()
        {
            Date = day.Date.ToString("O", CultureInfo.InvariantCulture),
            Final = SettlementDays.IsFinal(day.Date, clock.GetUtcNow()),
            Data = [.. sells.Select(SettledSellView.Of)],
            Totals = totals.Show(),
            HasMore = hasMore,
            NextCursor = hasMore ? cursors.Write(scope, $"{shown[^1]}|{totals.Write()}") : null,
        };
    }

    private static (string? After, SettlementTotals Totals) Start(string? place) =>
        place?.Split('|') is [var after, var totals] ? (after, SettlementTotals.Read(totals)) : (null, new());
}
