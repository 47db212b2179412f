using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Evm.Checking;

/// <summary>
/// What left treasury and account: the transactions that explain a shortfall. A deposit address pays the treasury alone, so nothing
/// leaves by it. Refunds on record are left out, for what they paid is held for nobody any more.
/// </summary>
internal sealed class ReadOutflows(Chain chain, WatchStore addresses, TableStore tables, EvmSettings settings)
{
    private const int MostKept = 50;
    private const int MostRanges = 500;

    private readonly Table index = tables.Table(StorageNames.Index);

    /// <param name="asset">Of which token.</param>
    /// <param name="wholeAt">The block by which all was there; null: since the first address was given.</param>
    /// <param name="heads">The chain as it is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The largest first, and whether the nodes have shown all.</returns>
    public async Task<(IReadOnlyList<Outflow> Outflows, bool IsWhole)> RunAsync(Asset asset, long? wholeAt, Heads heads, CancellationToken cancellation)
    {
        var (outflows, isWhole) = (new List<TransferLog>(), true);
        var from = wholeAt + 1 ?? await ReadFirstBirthAsync(heads, cancellation);
        foreach (var own in new[] { settings.Treasury, settings.Account }.Distinct())
        {
            isWhole &= await AddAsync(outflows, new([asset.Contract.Normalized], [], from, heads.Final.Number) { From = own }, cancellation);
        }

        var kept = new List<Outflow>();
        foreach (var log in outflows.Where(log => log.To != settings.Treasury && log.To != settings.Account).OrderByDescending(log => log.Units))
        {
            if (kept.Count == MostKept)
            {
                return (kept, false);
            }

            if (!await IsRefundAsync(log, cancellation))
            {
                kept.Add(new(log.TxHash, log.Block, log.From, log.To, new((Int128)log.Units, asset.Currency)));
            }
        }

        return (kept, isWhole);
    }

    /// <summary>Range by range, and halves of one that the nodes refuse; false where they do not say it of one block, or it is too long ago.</summary>
    private async Task<bool> AddAsync(List<TransferLog> outflows, TransferQuery query, CancellationToken cancellation)
    {
        var (from, range) = (query.FromBlock, (long)settings.BlockRange);
        for (var ranges = 0; from <= query.ToBlock; ranges++)
        {
            if (ranges == MostRanges)
            {
                return false;
            }

            var to = Math.Min(query.ToBlock, from + range - 1);
            if (await chain.ReadTransfersAsync(query with { FromBlock = from, ToBlock = to }, cancellation) is { } found)
            {
                outflows.AddRange(found);
                from = to + 1;
            }
            else if ((range /= 2) == 0)
            {
                return false;
            }
        }

        return true;
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

    /// <summary>A sell's refund says by which transaction it went; it goes from the account. A deposit in the same transaction says nothing.</summary>
    private async Task<bool> IsRefundAsync(TransferLog log, CancellationToken cancellation) => log.From == settings.Account
        && await index.QueryAllAsync(TableFilter.PartitionEquals(IndexKeys.Transaction(TxHash.Parse(log.TxHash).Value)), cancellation).AnyAsync(IndexKeys.IsRefund, cancellation);
}
