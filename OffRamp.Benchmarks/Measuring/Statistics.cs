namespace OffRamp.Benchmarks.Measuring;

/// <summary>What is told of many values.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Percentile([.. values], 50);

    /// <param name="values">At least one; they are sorted.</param>
    /// <param name="percent">50 for the one in the middle.</param>
    public static double Percentile(List<double> values, int percent)
    {
        values.Sort();
        return values[Math.Min(values.Count - 1, values.Count * percent / 100)];
    }
}
