using System.Collections.Concurrent;

namespace OffRamp.Functions.Hosting.Limits;

/// <summary>
/// A bucket of tokens for each name: a call takes one, and they come back at a steady rate, up to a full bucket. In the
/// memory of this process: a limit that counts on each instance alone is enough to keep one caller from harming others.
/// </summary>
internal sealed class TokenBuckets(CallRate rate, TimeProvider clock)
{
    // Some 10 MB at most.
    private const int MostKept = 50_000;

    private readonly ConcurrentDictionary<string, Bucket> buckets = new(StringComparer.Ordinal);

    /// <summary>Takes a token. Without one left: how long until there is one.</summary>
    public TimeSpan? Take(string name) => Ask(name, takes: 1);

    /// <summary>How long until there is a token; null where there is one now.</summary>
    public TimeSpan? Missing(string name) => Ask(name, takes: 0);

    private TimeSpan? Ask(string name, double takes)
    {
        if (buckets.Count >= MostKept)
        {
            Forget();
        }

        var bucket = buckets.GetOrAdd(name, _ => new(rate.Burst, clock.GetTimestamp()));
        lock (bucket)
        {
            Refill(bucket);
            if (bucket.Tokens < 1)
            {
                return TimeSpan.FromSeconds((1 - bucket.Tokens) / rate.PerSecond);
            }

            bucket.Tokens -= takes;
            return null;
        }
    }

    private void Refill(Bucket bucket)
    {
        var now = clock.GetTimestamp();
        var elapsed = Math.Max(0, clock.GetElapsedTime(bucket.At, now).TotalSeconds);
        (bucket.Tokens, bucket.At) = (Math.Min(rate.Burst, bucket.Tokens + elapsed * rate.PerSecond), now);
    }

    // Who has not called for a while has a full bucket, which a new one is too. If most are in use, all begin anew.
    private void Forget()
    {
        foreach (var (name, bucket) in buckets)
        {
            lock (bucket)
            {
                Refill(bucket);
                if (bucket.Tokens >= rate.Burst)
                {
                    buckets.TryRemove(name, out _);
                }
            }
        }

        if (buckets.Count > MostKept / 2)
        {
            buckets.Clear();
        }
    }

    private sealed class Bucket(double tokens, long at)
    {
        public double Tokens { get; set; } = tokens;

        public long At { get; set; } = at;
    }
}
