using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Settlements;

/// <summary>GET /v1/settlements?date=YYYY-MM-DD, as JSON or CSV.</summary>
internal sealed class GetSettlement(SettlementBook book, Cursor cursors, TimeProvider clock)
{
    private const string Says = "Grouped by sell, with totals that close to the ledger. A day with more sells than `limit` comes in pages: "
        + "`totals` are then of all pages so far, those of the last page of the whole day. With `Accept: text/csv` one line a booking; the "
        + "next page is in the header `Link`.";

    private const int MostSells = 1000;

    // A commit that was decided before midnight may take some minutes to be stored.
    private static readonly TimeSpan Stragglers = TimeSpan.FromMinutes(10);

    [Function("GetSettlement")]
    [ForPartners]
    [Operation("getSettlement", "Read what was booked on a UTC day", Says = Says)]
    [QueryParameter("date", IsRequired = true)]
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

        var scope = $"settlements:{partner.Id}:{date?.ToString("O", CultureInfo.InvariantCulture)}";
        var page = PageRequest.Read(query, cursors, scope, most: MostSells, standard: MostSells);
        query.ThrowIfInvalid();

        var settlement = await ReadAsync(partner, date!.Value, page, scope, context.RequestAborted);
        if (!WantsCsv(context.Request))
        {
            return Results.Json(settlement);
        }

        if (settlement.NextCursor is { } cursor)
        {
            context.Response.Headers.Link = $"<{context.Request.Path}?date={settlement.Date}&limit={page.Limit}&cursor={cursor}>; rel=\"next\"";
        }

        return Results.Bytes(SettlementCsv.Write(settlement), $"{SettlementCsv.MediaType}; charset=utf-8");
    }

    private async Task<SettlementView> ReadAsync(Partner partner, DateOnly day, PageRequest page, string scope, CancellationToken cancellation)
    {
        var (after, totals) = Start(page.After);
        var places = await book.PlacesAsync(partner.Id, day, after, page.Limit + 1, cancellation);
        var shown = places.Take(page.Limit).ToList();
        var sells = await book.ReadAsync(shown, day, cancellation);
        totals.Add(sells.SelectMany(sell => sell.Postings));
        var hasMore = places.Count > page.Limit;
        return new()
        {
            Date = day.ToString("O", CultureInfo.InvariantCulture),
            Final = DateOnly.FromDateTime((clock.GetUtcNow() - Stragglers).UtcDateTime) > day,
            Data = [.. sells.Select(SettledSellView.Of)],
            Totals = totals.Show(),
            HasMore = hasMore,
            NextCursor = hasMore ? cursors.Write(scope, $"{shown[^1]}|{totals.Write()}") : null,
        };
    }

    private static (string? After, SettlementTotals Totals) Start(string? place) =>
        place?.Split('|') is [var after, var totals] ? (after, SettlementTotals.Read(totals)) : (null, new());

    // JSON, unless CSV is what the caller would rather have.
    private static bool WantsCsv(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Where(type => type.Quality is null or > 0).OrderByDescending(type => type.Quality ?? 1)
            .FirstOrDefault(type => type.MediaType.Value is "text/csv" or "text/*" or "application/json" or "application/*" or "*/*")
            ?.MediaType.Value is "text/csv" or "text/*";
}
