using System.Diagnostics;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm;

/// <summary>Reads transfers of a long time, range by range.</summary>
internal sealed class ReadHistory(ReadLogs ranges, EvmSettings settings)
{
    /// <summary>Of the ranges that are set; nodes that take fewer blocks at once are asked oftener for as many.</summary>
    private const int MostRanges = 500;

    /// <summary>By a real clock, for nodes are slow by that: who reads has to be done some time.</summary>
    private static readonly TimeSpan MostReading = TimeSpan.FromSeconds(60);

    /// <returns>In the order of the chain, and the block up to which that is all: before the last where nodes do not say it of one block, or it is very long ago.</returns>
    public async Task<(IReadOnlyList<TransferLog> Logs, long ReadTo)> RunAsync(TransferQuery query, CancellationToken cancellation)
    {
        var (logs, from) = (new List<TransferLog>(), query.FromBlock);
        var end = Math.Min(query.ToBlock, from - 1 + ((long)MostRanges * settings.BlockRange));
        var began = Stopwatch.GetTimestamp();
        while (from <= end && Stopwatch.GetElapsedTime(began) < MostReading)
        {
            if (await ranges.RunAsync(query with { FromBlock = from, ToBlock = end }, cancellation) is not var (found, to))
            {
                break;
            }

            logs.AddRange(found);
            from = to + 1;
        }

        return (logs, from - 1);
    }
}
