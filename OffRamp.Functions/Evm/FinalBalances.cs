using System.Numerics;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm;

/// <summary>
/// What accounts of ours have of a token by the last final block, also where nodes keep no state so far back: full nodes know that of some
/// 128 blocks, and on a network of fast blocks finality is further away. Then it is what they have now, less what has moved since.
/// </summary>
internal sealed class FinalBalances(Chain chain, ReadHistory history, EvmSettings settings)
{
    /// <summary>Of so many blocks more every node that is asked has the events, and the state too.</summary>
    private const int Margin = 2;

    /// <param name="contract">The token's; lower case.</param>
    /// <param name="accounts">The treasury, or addresses that pay it alone; lower case, each once.</param>
    /// <param name="heads">The chain as it is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>In their order, in the token's smallest unit. Null where it is not known.</returns>
    public async Task<IReadOnlyList<BigInteger>?> ReadAsync(string contract, IReadOnlyList<string> accounts, Heads heads, CancellationToken cancellation)
    {
        if (await chain.ReadBalancesAsync(contract, accounts, heads.Final.Number, cancellation) is { } known)
        {
            return [.. known];
        }

        // Anew: who counts many comes to the last ones when the nodes have forgotten the newest block of the first.
        if (await chain.ReadHeadsAsync(cancellation) is not { } now
            || await chain.ReadBlockAsync(Math.Max(heads.Final.Number, now.Newest.Number - Margin), cancellation) is not { } block
            || await chain.ReadBalancesAsync(contract, accounts, block.Number, cancellation) is not { } there
            || await ReadMovedAsync(contract, accounts, heads.Final.Number + 1, block.Number, cancellation) is not { } moved)
        {
            return null;
        }

        // All of it was of one chain, if its end is still what it was.
        return await chain.HasAsync(block.Number, block.Hash, cancellation) is true
            ? [.. accounts.Select((account, index) => there[index] - moved.Where(log => log.To == account).Sum() + moved.Where(log => log.From == account).Sum())]
            : null;
    }

    /// <summary>What came to them and what left them, each once; null where the nodes have not shown all.</summary>
    private async Task<IReadOnlyList<TransferLog>?> ReadMovedAsync(string contract, IReadOnlyList<string> accounts, long from, long to, CancellationToken cancellation)
    {
        var came = new TransferQuery([contract], [.. accounts.Union([settings.Treasury])], from, to);
        var moved = new HashSet<TransferLog>();
        foreach (var query in accounts.Contains(settings.Treasury) ? new[] { came, came with { From = settings.Treasury } } : [came])
        {
            var (logs, readTo) = await history.RunAsync(query, cancellation);
            if (readTo < to)
            {
                return null;
            }

            moved.UnionWith(logs);
        }

        return [.. moved];
    }
}
