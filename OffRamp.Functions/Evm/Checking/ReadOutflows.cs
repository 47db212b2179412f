using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm.Checking;

/// <summary>What left the treasury: the transactions that explain a shortfall. A deposit address pays the treasury alone, so nothing leaves by it.</summary>
internal sealed class ReadOutflows(ReadHistory history, WatchStore addresses, EvmSettings settings)
{
    private const int MostKept = 50;

    /// <param name="asset">Of which token.</param>
    /// <param name="wholeAt">The block by which all was there; null: since the first address was given.</param>
    /// <param name="heads">The chain as it is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The largest first, and whether the nodes have shown all.</returns>
    public async Task<(IReadOnlyList<Outflow> Outflows, bool IsWhole)> RunAsync(Asset asset, long? wholeAt, Heads heads, CancellationToken cancellation)
    {
        var from = wholeAt + 1 ?? await ReadFirstBirthAsync(heads, cancellation);
        var query = new TransferQuery([asset.Contract.Normalized], [], from, heads.Final.Number) { From = settings.Treasury };
        var (logs, readTo) = await history.RunAsync(query, cancellation);
        var outflows = logs.Where(log => log.To != settings.Treasury && !log.Units.IsZero).OrderByDescending(log => log.Units).ToList();
        return (
            [.. outflows.Take(MostKept).Select(log => new Outflow(log.TxHash, log.Block, log.From, log.To, new((Int128)log.Units, asset.Currency)))],
            readTo >= heads.Final.Number && outflows.Count <= MostKept);
    }

    private async Task<long> ReadFirstBirthAsync(Heads heads, CancellationToken cancellation)
    {
        var first = heads.Final.Number;
        await foreach (var address in addresses.ReadAllAsync(cancellation))
        {
            first = Math.Min(first, address.Birth);
        }

        return first;
    }
}
