namespace OffRamp.Functions.Tests.Simulation;

/// <summary>Chance that can be repeated: the same seed and name, the same throws on every machine (SplitMix64).</summary>
internal sealed class Dice(long seed, string name)
{
    private ulong state = Mix((ulong)seed * 0x9E3779B97F4A7C15UL ^ Name(name));

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public bool Chance(double probability) => probability > 0 && (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public TimeSpan Time(TimeSpan least, TimeSpan most) =>
        least + TimeSpan.FromMilliseconds(Next() % (ulong)((most - least).TotalMilliseconds + 1));

    public T Of<T>(params T[] choices) => choices[Below(choices.Length)];

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15UL;
        return Mix(state);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    private static ulong Name(string name) => name.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL);
}
