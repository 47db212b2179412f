using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm;

/// <summary>
/// Reads transfers of as many blocks at once as the network's nodes take: half of what they refuse, and from then on what they took. How much
/// that is no setting knows, and it changes with the provider's mood; so now and then twice as many are tried, more seldom the more often that was refused.
/// </summary>
internal sealed class ReadLogs(Chain chain, EvmSettings settings)
{
    private const int MostPatience = 64;

    private readonly Lock gate = new();
    private long most = settings.BlockRange;
    private bool isGrown;
    private int taken;
    private int patience = 1;

    /// <param name="query">The blocks of which as many are read as the nodes take, from the first on.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How far that goes too; null where they do not even take one block: that is no matter of how many, and the next time begins as this one did.</returns>
    public async Task<(Listed<TransferLog> Logs, long ToBlock)?> RunAsync(TransferQuery query, CancellationToken cancellation)
    {
        var before = Most;
        for (var blocks = Math.Min(before, query.ToBlock - query.FromBlock + 1); blocks > 0; blocks /= 2)
        {
            var part = query with { ToBlock = query.FromBlock + blocks - 1 };
            if (await chain.ReadTransfersAsync(part, cancellation) is { } logs)
            {
                LearnTaken(blocks);
                return (logs, part.ToBlock);
            }

            // At once: where refusals are slow, whoever asks may give up before one is taken.
            LearnRefused(blocks);
        }

        Forget(before);
        return null;
    }

    private long Most
    {
        get
        {
            lock (gate)
            {
                return most;
            }
        }
    }

    private void LearnRefused(long blocks)
    {
        lock (gate)
        {
            patience = isGrown ? Math.Min(patience * 2, MostPatience) : patience;
            (most, isGrown, taken) = (Math.Max(1, Math.Min(most, blocks / 2)), false, 0);
        }
    }

    /// <summary>Not even one block is taken: that says nothing of how many are.</summary>
    private void Forget(long blocks)
    {
        lock (gate)
        {
            most = Math.Max(most, blocks);
        }
    }

    private void LearnTaken(long blocks)
    {
        lock (gate)
        {
            if (blocks < most || most >= settings.BlockRange)
            {
                return;
            }

            // What was tried is taken: more may be, soon.
            patience = isGrown ? 1 : patience;
            (isGrown, taken) = (false, taken + 1);
            if (taken >= patience)
            {
                (most, isGrown, taken) = (Math.Min(most * 2, settings.BlockRange), true, 0);
            }
        }
    }
}
