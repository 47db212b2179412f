using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace OffRamp.Benchmarks.Measuring;

/// <summary>Counts what another .NET process allocates, by the runtime's own counter, which tells once a second (EventPipe).</summary>
internal sealed class AllocationMeter : IDisposable
{
    private readonly EventPipeSession session;
    private readonly Task reading;
    private readonly Lock telling = new();
    private DateTime toldAt;
    private long bytes;

    /// <param name="processId">The process; it has to be this user's.</param>
    public AllocationMeter(int processId)
    {
        session = new DiagnosticsClient(processId).StartEventPipeSession(
            new EventPipeProvider("System.Runtime", EventLevel.Informational, arguments: new Dictionary<string, string> { ["EventCounterIntervalSec"] = "1" }), requestRundown: false);
        reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Bytes so far, those of the last moments included: waits until the counter has told of them.</summary>
    /// <exception cref="InvalidOperationException">The process ended.</exception>
    public async Task<long> BytesAsync()
    {
        var asked = DateTime.UtcNow;
        while (!reading.IsCompleted)
        {
            await Task.Delay(50);
            lock (telling)
            {
                if (toldAt > asked)
                {
                    return bytes;
                }
            }
        }
        throw new InvalidOperationException("Whose allocations are counted has ended.");
    }

    public void Dispose()
    {
        session.Stop();
        reading.Wait();
        session.Dispose();
    }

    private void Read()
    {
        using var source = new EventPipeEventSource(session.EventStream);
        source.Dynamic.All += happened =>
        {
            if (happened.EventName == "EventCounters" && ((IDictionary<string, object>)happened.PayloadValue(0))["Payload"] is IDictionary<string, object> counter && (string)counter["Name"] == "alloc-rate")
            {
                lock (telling)
                {
                    bytes += (long)(double)counter["Increment"];
                    toldAt = happened.TimeStamp.ToUniversalTime();
                }
            }
        };
        source.Process();
    }
}
