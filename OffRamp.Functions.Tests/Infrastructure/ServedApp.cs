using Microsoft.Extensions.Hosting;
using OffRamp.LocalHost.FunctionsHost;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>An app on the in-process worker: its parts, and what a host needs to call it.</summary>
internal sealed class ServedApp(IHost app, WorkerChannel channel, CallNote note) : IDisposable
{
    public IServiceProvider Services => app.Services;

    public WorkerChannel Channel => channel;

    public AttachedWorker Worker { get; } = new(channel);

    public CallNote Note => note;

    public void Dispose()
    {
        InProcessWorker.Forget(note);
        app.Dispose();
    }
}
