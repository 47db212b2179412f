using OffRamp.LocalHost.FunctionsHost;

namespace OffRamp.Functions.Tests.Scenarios.Kills;

/// <summary>
/// A worker that dies in one call of a function, as the host sees it: there is no answer, and what was done is not known.
/// Either nothing was done, or all of it.
/// </summary>
internal sealed class DyingWorker(string function, int dyingCall, bool isAllDone = false)
{
    private int calls;

    public bool HasDied => Volatile.Read(ref calls) >= dyingCall;

    public void BeforeCall(string called, IReadOnlyList<object?> arguments) => DieIf(!isAllDone, called);

    public void AfterCall(string called) => DieIf(isAllDone, called);

    private void DieIf(bool isMoment, string called)
    {
        if (isMoment && called == function && Interlocked.Increment(ref calls) == dyingCall)
        {
            throw new WorkerProcessExitException("The worker died (a fault was ordered).");
        }
    }
}
