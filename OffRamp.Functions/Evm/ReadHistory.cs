using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm;

/// <summary>Reads transfers of a long time, range by range, and halves of a range that the nodes refuse.</summary>
internal sealed class ReadHistory(Chain chain, EvmSettings settings)
{
    private const int MostRanges = 500;

    /// <returns>In the order of the chain, and the block up to which that is all: before the last where nodes do not say it of one block, or it is very long ago.</returns>
    public async Task<(IReadOnlyList<TransferLog> Logs, long ReadTo)> RunAsync(TransferQuery query, CancellationToken cancellation)
    {
        var logs = new List<TransferLog>();
        var (from, range) = (query.FromBlock, (long)settings.BlockRange);
        for (var ranges = 0; from <= query.ToBlock && ranges < MostRanges; ranges++)
        {
            var to = Math.Min(query.ToBlock, from + range - 1);
            if (await chain.ReadTransfersAsync(query with { FromBlock = from, ToBlock = to }, cancellation) is { } found)
            {
                logs.AddRange(found);
                from = to + 1;
            }
            else if ((range /= 2) == 0)
            {
                break;
            }
        }

        return (logs, from - 1);
    }
}
