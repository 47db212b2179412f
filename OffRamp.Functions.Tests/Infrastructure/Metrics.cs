using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>Hears what the app measures in the flow of one test, while others run beside it.</summary>
internal sealed class Metrics : IDisposable
{
    private static readonly AsyncLocal<Metrics?> Current = new();

    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> heard = new();

    /// <summary>From now on, in the flow of code that makes it.</summary>
    public Metrics()
    {
        Current.Value = this;
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name == "OffRamp")
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.Start();
    }

    /// <summary>The values, each with its tags, in order.</summary>
    public IReadOnlyList<string> Of(string name) =>
        [.. heard.Where(measured => measured.Name == name).Select(measured => FormattableString.Invariant($"{measured.Value} {measured.Tags}").TrimEnd())];

    public void Dispose() => listener.Dispose();

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Current.Value == this)
        {
            heard.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
        }
    }
}
