using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Facts;

namespace OffRamp.LocalHost.Sandbox.Rates;

/// <summary><c>GET /rates?asset=&amp;fiat=</c>, and the control that sets one. Fixed until set, as old as the moment unless stale.</summary>
internal static class RateSource
{
    private static readonly TimeSpan AgeOfStale = TimeSpan.FromMinutes(10);

    private static readonly Dictionary<(string Asset, string Fiat), string> AtFirst = new()
    {
        [("USDT", "EUR")] = "0.92",
        [("USDT", "USD")] = "1.00",
        [("USDC", "EUR")] = "0.92",
        [("USDC", "USD")] = "1.00",
    };

    public static Outcome Get(Ask ask)
    {
        var pair = (ask.Query("asset") ?? "", ask.Query("fiat") ?? "");
        if (!ask.Books.Rates.TryGetValue(pair, out var rate) && !AtFirst.TryGetValue(pair, out rate))
        {
            return Outcome.NotFound("rate_not_found", "No such pair.");
        }

        var isStale = ask.Fault == FaultMode.Stale;
        return Outcome.Ok(new { rate, as_of = isStale ? ask.Now - AgeOfStale : ask.Now });
    }

    public static Outcome Set(Ask ask)
    {
        var (asset, fiat, rate) = (ask.Body.Text("asset"), ask.Body.Text("fiat"), ask.Body.Amount("rate"));
        return ask.Body.HasProblems ? ask.Body.Refusal() : Outcome.Ok(new { asset, fiat, rate }, new RateSet(asset, fiat, rate));
    }

    public static Outcome List(Ask ask) => Outcome.Ok(new
    {
        data = AtFirst.Keys.Union(ask.Books.Rates.Keys)
            .Select(pair => new { asset = pair.Asset, fiat = pair.Fiat, rate = ask.Books.Rates.GetValueOrDefault(pair) ?? AtFirst[pair] })
            .ToArray(),
    });
}
