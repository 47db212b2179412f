using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Settlements;

/// <summary>GET /v1/statements?month=YYYY-MM, as JSON or CSV; and GET /v1/balances.</summary>
internal sealed class GetStatement(SettlementDays days, TimeProvider clock)
{
    private const string OfMonths = "Each day on which something was booked, with its totals, and those of the month: what was paid out, what we keep, and your margin. "
        + "With `Accept: text/csv` one line a day and currency.";

    private const string OfAllTime = "Your margin on everything that was paid out, less that on payouts that came back, by currency.";

    [Function("GetStatement")]
    [ForPartners]
    [Operation("getStatement", "Read a month", Says = OfMonths)]
    [QueryParameter("month", IsRequired = true)]
    [Answers(200, typeof(StatementView))]
    [Answers(200, MediaType = SettlementCsv.MediaType)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Statements)] HttpRequest request)
    {
        var context = request.HttpContext;
        var query = new QueryFields(context.Request.Query);
        var first = query.Parsed("month", MonthOf, "invalid_date", "a month such as 2026-11");
        if (first is null && !query.Problems.Any)
        {
            query.Problems.Add("month", "required", "month is required.");
        }

        query.ThrowIfInvalid();
        var statement = await ReadAsync(context.Partner(), first!.Value, context.RequestAborted);
        return SettlementCsv.IsWanted(context.Request) ? SettlementCsv.Answer(SettlementCsv.Write(statement)) : Results.Json(statement);
    }

    [Function("GetBalances")]
    [ForPartners]
    [Operation("getBalances", "Read what you have earned", Says = OfAllTime)]
    [Answers(200, typeof(BalancesView))]
    public async Task<IResult> GetBalances(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Balances)] HttpRequest request)
    {
        var partner = request.HttpContext.Partner();
        var now = clock.GetUtcNow();
        var all = await days.ReadAsync(partner, DateOnly.MinValue, DateOnly.MaxValue, request.HttpContext.RequestAborted);
        return Results.Json(new BalancesView
        {
            Data = [.. Sum(all).Show().Where(total => Currency.Of(total.Currency).IsFiat).Select(total => new MarginBalanceView(total.Currency, total.Margin))],
            AsOf = now,
        });
    }

    private async Task<StatementView> ReadAsync(Partner partner, DateOnly first, CancellationToken cancellation)
    {
        var last = first.AddMonths(1).AddDays(-1);
        var found = await days.ReadAsync(partner, first, last, cancellation);
        return new()
        {
            Month = first.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            Final = SettlementDays.IsFinal(last, clock.GetUtcNow()),
            Data = [.. found.Select(day => new StatementDayView(day.Date.ToString("O", CultureInfo.InvariantCulture), day.Sells, day.Totals.Show()))],
            Totals = Sum(found).Show(),
        };
    }

    private static SettlementTotals Sum(IEnumerable<DayTotals> days)
    {
        var sum = new SettlementTotals();
        foreach (var day in days)
        {
            sum.Add(day.Totals);
        }

        return sum;
    }

    // The last month that a date can be in has no day after its last.
    private static DateOnly? MonthOf(string text) =>
        DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first < new DateOnly(9999, 12, 1) ? first : null;
}
