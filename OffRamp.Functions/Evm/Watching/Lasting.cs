using System.Collections.Concurrent;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>Trouble that mostly ends by itself: somebody is told only where it lasts a quarter of an hour. With a restart that begins anew.</summary>
internal sealed class Lasting<TKey>(TimeProvider clock)
    where TKey : notnull
{
    private const int MostKept = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<TKey, DateTimeOffset> since = new();

    /// <returns>Whether it is so now, and has been for long.</returns>
    public bool Lasts(TKey key, bool isSo)
    {
        if (!isSo)
        {
            since.TryRemove(key, out _);
            return false;
        }

        if (since.Count >= MostKept)
        {
            since.Clear();
        }

        return clock.GetUtcNow() - since.GetOrAdd(key, clock.GetUtcNow()) >= Patience;
    }

    /// <returns>Of all that are so now, those that have been for long.</returns>
    public IReadOnlyList<TKey> WhichLast(IReadOnlySet<TKey> now)
    {
        foreach (var gone in since.Keys.Where(key => !now.Contains(key)))
        {
            since.TryRemove(gone, out _);
        }

        return [.. now.Where(key => Lasts(key, isSo: true))];
    }
}
