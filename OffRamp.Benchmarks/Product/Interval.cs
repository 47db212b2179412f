namespace OffRamp.Benchmarks.Product;

/// <summary>Something that took its time. <paramref name="From"/> and <paramref name="To"/> in milliseconds of Unix time.</summary>
internal sealed record Interval(double From, double To)
{
    public double Milliseconds => To - From;

    /// <summary>Those that were under way within it, and in how many of its milliseconds at least one was.</summary>
    public (int Count, double Milliseconds) Of(IEnumerable<Interval> others)
    {
        var (count, covered, until) = (0, 0.0, From);
        foreach (var (from, to) in others.Where(other => other.To > From && other.From < To).OrderBy(other => other.From))
        {
            count++;
            covered += Math.Max(0, Math.Min(to, To) - Math.Max(from, until));
            until = Math.Max(until, to);
        }
        return (count, covered);
    }
}
