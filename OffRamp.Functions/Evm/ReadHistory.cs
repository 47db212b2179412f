namespace OffRamp.Functions.Evm;

/// <summary>Reads transfers of a long time, range by range.</summary>
internal sealed class ReadHistory(ReadLogs ranges)
{
    private const int MostRanges = 500;

    /// <returns>In the order of the chain, and the block up to which that is all: before the last where nodes do not say it of one block, or it is very long ago.</returns>
    public async Task<(IReadOnlyList<TransferLog> Logs, long ReadTo)> RunAsync(TransferQuery query, CancellationToken cancellation)
    {
        var (logs, from) = (new List<TransferLog>(), query.FromBlock);
        for (var done = 0; from <= query.ToBlock && done < MostRanges; done++)
        {
            if (await ranges.RunAsync(query with { FromBlock = from }, cancellation) is not var (found, to))
            {
                break;
            }

            logs.AddRange(found);
            from = to + 1;
        }

        return (logs, from - 1);
    }
}
