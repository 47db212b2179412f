using OffRamp.Functions.Deposits;
using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm.Checking;

/// <summary>Finds what came to addresses that the watcher does not look for, or has missed.</summary>
internal sealed class ReadAgain(ReadTransfers transfers, WatchStore store, TellNews news, EvmSettings settings)
{
    /// <summary>Reads all that came to some addresses for good from that block on, and tells their sells what they were not told yet.</summary>
    /// <returns>Whether all of it is told now.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<WatchedAddress> addresses, long from, Heads heads, CancellationToken cancellation)
    {
        var (given, isWhole) = (addresses.ToDictionary(address => address.Address), true);
        while (given.Count > 0 && from <= heads.Final.Number)
        {
            var to = Math.Min(heads.Final.Number, from + settings.BlockRange - 1);
            if (await transfers.ReadAsync([.. given.Keys], from, to, heads, cancellation) is not { } read)
            {
                return false;
            }

            foreach (var came in read.Transfers.Where(transfer => !transfer.IsOfNothing).GroupBy(transfer => transfer.Log.To))
            {
                var told = (await store.ReadToldOfAsync(came.Key, cancellation)).ToLookup(known => known.Key);
                foreach (var transfer in came.Where(transfer => transfer.Log.Block >= given[came.Key].Birth))
                {
                    // What was dropped and is there after all is told anew; where the watcher still has it in hand, on its row.
                    if (told[transfer.Key].All(known => known.Status == DepositStatus.Dropped))
                    {
                        await news.HearAsync(told[transfer.Key].MinBy(known => known.IsSettled), transfer, given[came.Key].Sell, heads, cancellation);
                    }
                }
            }

            isWhole &= read.Unread.Count == 0;
            from = read.ToBlock + 1;
        }

        return isWhole;
    }
}
