namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>Counts the calls under way, from arrival until everything that follows from the answer has begun.</summary>
internal sealed class OpenCalls(IHostApplicationLifetime lifetime)
{
    // Longer than any caller of ours waits.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private int _count;

    public bool AreNone => Volatile.Read(ref _count) == 0;

    /// <summary>To be called before any other completion callback is registered: they run last to first.</summary>
    public void Enter(HttpContext context)
    {
        Interlocked.Increment(ref _count);
        context.Items[this] = true;
        context.Response.OnCompleted(() =>
        {
            Leave(context);
            return Task.CompletedTask;
        });
    }

    /// <summary>Says nothing until the caller gives up. Such a call is not work: nobody should wait for it.</summary>
    public async Task NeverAnswerAsync(HttpContext context)
    {
        Leave(context);
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await Task.Delay(LongestSilence, givenUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    private void Leave(HttpContext context)
    {
        if (context.Items.Remove(this))
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
