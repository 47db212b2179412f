using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace OffRamp.Benchmarks.Measuring;

/// <summary>What the runtime said when some 100 KB more were allocated.</summary>
/// <param name="At">When, in universal time.</param>
/// <param name="Bytes">Allocated since the sample before.</param>
/// <param name="Type">Of the object that was just allocated, with its namespace.</param>
/// <param name="Methods">Who asked for it, inmost first, each with namespace and type.</param>
internal sealed record AllocationSample(DateTime At, double Bytes, string Type, IReadOnlyList<string> Methods);

/// <summary>Notes what another .NET process allocates, and for whom, by the runtime's own samples (GCAllocationTick by EventPipe).</summary>
internal sealed class AllocationSampler : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"offramp-bench-{Guid.NewGuid():n}.nettrace");
    private readonly string indexed = Path.Combine(Path.GetTempPath(), $"offramp-bench-{Guid.NewGuid():n}.etlx");
    private readonly EventPipeSession session;
    private readonly Task writing;

    /// <param name="processId">The process; it has to be this user's.</param>
    public AllocationSampler(int processId)
    {
        // Without the rundown at the end no address has a name.
        session = new DiagnosticsClient(processId).StartEventPipeSession(
            new EventPipeProvider(ClrTraceEventParser.ProviderName, EventLevel.Verbose, (long)ClrTraceEventParser.Keywords.GC), requestRundown: true);
        writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Ends the sampling, and gives all samples.</summary>
    public async Task<List<AllocationSample>> EndAsync()
    {
        await session.StopAsync(CancellationToken.None);
        await writing;
        using var log = new TraceLog(TraceLog.CreateFromEventPipeDataFile(file, indexed));
        return [.. log.Events.OfType<GCAllocationTickTraceData>().Select(Read)];
    }

    public void Dispose()
    {
        session.Dispose();
        File.Delete(file);
        File.Delete(indexed);
    }

    private static AllocationSample Read(GCAllocationTickTraceData tick)
    {
        var methods = new List<string>();
        for (var frame = tick.CallStack(); frame is not null; frame = frame.Caller)
        {
            methods.Add(frame.CodeAddress.FullMethodName);
        }
        return new(tick.TimeStamp.ToUniversalTime(), tick.AllocationAmount64, tick.TypeName, methods);
    }

    private void Write()
    {
        using var target = File.Create(file);
        session.EventStream.CopyTo(target);
    }
}
