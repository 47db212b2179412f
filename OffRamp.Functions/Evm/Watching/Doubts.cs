using System.Collections.Concurrent;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>
/// Whether something is as it should be is read in several calls, and nodes that are a block apart can make a yes a no for a moment. A no is
/// for good, so it is one only when it is found again with another block as the newest. Lost with a restart, it is found once more.
/// </summary>
internal sealed class Doubts<TKey>
    where TKey : notnull
{
    private const int MostKept = 20_000;

    // The newest block with which it was found first.
    private readonly ConcurrentDictionary<TKey, string> doubts = new();

    /// <param name="key">Of what.</param>
    /// <param name="found">What was found now; null: not known.</param>
    /// <param name="heads">The chain as it was read.</param>
    /// <returns>Null also for a no that nothing has confirmed yet.</returns>
    public bool? Confirm(TKey key, bool? found, Heads heads)
    {
        if (found is not false)
        {
            if (found is true)
            {
                doubts.TryRemove(key, out _);
            }

            return found;
        }

        if (doubts.Count >= MostKept)
        {
            doubts.Clear();
        }

        return doubts.GetOrAdd(key, heads.Newest.Hash) == heads.Newest.Hash ? null : false;
    }
}
