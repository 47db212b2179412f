using System.Diagnostics;
using OffRamp.Benchmarks.Measuring;
using OffRamp.Benchmarks.Product;

namespace OffRamp.Benchmarks.Endpoints;

/// <summary>What requests of one endpoint took.</summary>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="Kilobytes">That the worker allocates for one, with what it sets off.</param>
/// <param name="Operations">Storage operations for one, with what it sets off.</param>
/// <param name="Began">The first measured request, in universal time.</param>
/// <param name="Ended">When all that they set off had ended.</param>
internal sealed record EndpointFigures(double PerSecond, double P50, double P99, double Kilobytes, double Operations, DateTime Began, DateTime Ended)
{
    /// <param name="product">Which is asked.</param>
    /// <param name="meter">Of its worker.</param>
    /// <param name="subjects">What each request is about; the first third does not count.</param>
    /// <param name="request">One request.</param>
    /// <param name="atOnce">Requests at a time.</param>
    public static async Task<EndpointFigures> MeasureAsync<T>(
        RunningProduct product, AllocationMeter meter, IReadOnlyList<T> subjects, Func<T, Task> request, int atOnce)
    {
        var warmUp = subjects.Count / 3;
        var requests = subjects.Count - warmUp;
        await EachAsync(subjects.Take(warmUp), request, atOnce);
        var operations = (await product.QuietAsync()).Values.Sum();
        var bytes = await meter.BytesAsync();

        var (began, beganAt) = (Stopwatch.GetTimestamp(), DateTime.UtcNow);
        var times = await EachAsync(subjects.Skip(warmUp), request, atOnce);
        var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        operations = (await product.QuietAsync()).Values.Sum() - operations;
        bytes = await meter.BytesAsync() - bytes;
        return new(
            requests / elapsed, Statistics.Percentile(times, 50), Statistics.Percentile(times, 99),
            bytes / 1024.0 / requests, operations / (double)requests, beganAt, DateTime.UtcNow);
    }

    /// <summary>Each figure's median, from the beginning of the first to the end of the last.</summary>
    public static EndpointFigures MedianOf(IReadOnlyList<EndpointFigures> rounds)
    {
        return new(Of(one => one.PerSecond), Of(one => one.P50), Of(one => one.P99), Of(one => one.Kilobytes), Of(one => one.Operations), rounds[0].Began, rounds[^1].Ended);

        double Of(Func<EndpointFigures, double> figure) => Statistics.Median(rounds.Select(figure));
    }

    /// <summary>How long each took, in milliseconds.</summary>
    private static async Task<List<double>> EachAsync<T>(IEnumerable<T> subjects, Func<T, Task> request, int atOnce)
    {
        var times = new List<double>();
        await Parallel.ForEachAsync(subjects, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (subject, _) =>
        {
            var began = Stopwatch.GetTimestamp();
            await request(subject);
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            lock (times)
            {
                times.Add(took);
            }
        });
        return times;
    }
}
