using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;

namespace OffRamp.Functions.Evm.Checking;

/// <summary>GET /ops/api/shortfalls: where chains have less for users than the ledgers hold; one stays until a nightly look finds all there.</summary>
internal sealed class ListShortfalls(IEnumerable<EvmNetwork> networks)
{
    [Function("ListShortfalls")]
    [ForOperators]
    [Operation("listShortfalls", "List what chains hold less for users than the ledgers", Says = "Of networks that are served without a custodian. Each stays until a nightly look finds all there.")]
    [Answers(200, typeof(ShortfallList))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Shortfalls)] HttpRequest request)
    {
        var found = new List<ShortfallView>();
        foreach (var store in networks.Select(network => network.Part<ShortfallStore>()))
        {
            found.AddRange((await store.ReadAllAsync(request.HttpContext.RequestAborted)).Select(ShortfallView.Of));
        }

        return Results.Ok(new ShortfallList(found));
    }
}

internal sealed record ShortfallList(IReadOnlyList<ShortfallView> Data);

internal sealed record ShortfallView(
    Network Network, Currency Asset, string Held, string There, string Missing, DateTimeOffset Since, DateTimeOffset LookedAt, long Block,
    IReadOnlyList<OutflowView> Transactions, bool AllTransactions)
{
    public static ShortfallView Of(Shortfall shortfall) => new(
        shortfall.Network, shortfall.Held.Currency, $"{shortfall.Held}", $"{shortfall.There}", $"{shortfall.Missing}", shortfall.Since, shortfall.LookedAt,
        shortfall.Block, [.. shortfall.Transactions.Select(one => OutflowView.Of(one))], shortfall.IsWhole);
}

internal sealed record OutflowView(string TxHash, long Block, string From, string To, string Amount)
{
    public static OutflowView Of(Outflow one) => new(
        Functions.TxHash.Parse(one.TxHash).Value, one.Block, Forwarders.Checksummed(one.From), Forwarders.Checksummed(one.To), $"{one.Amount}");
}
