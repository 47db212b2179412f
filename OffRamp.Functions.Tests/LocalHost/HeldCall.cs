namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>Holds the calls of one function until it is released.</summary>
internal sealed class HeldCall(string function) : IDisposable
{
    private readonly ManualResetEventSlim released = new();
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first call is held.</summary>
    public Task Arrived => arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void BeforeCall(string called)
    {
        if (called == function)
        {
            arrived.TrySetResult();
            released.Wait();
        }
    }

    public void Release() => released.Set();

    public void Dispose() => released.Dispose();
}
