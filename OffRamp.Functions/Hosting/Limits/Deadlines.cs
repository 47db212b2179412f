namespace OffRamp.Functions.Hosting.Limits;

/// <summary>
/// A function timeout ends the worker with everything that it is doing. So each function answers by a deadline of its own, far
/// before the host's.
/// </summary>
internal static class Deadlines
{
    public static readonly TimeSpan Activity = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan Other = TimeSpan.FromSeconds(100);

    /// <summary>Of a run that reads all tables; the host ends it half a minute later.</summary>
    public static readonly TimeSpan WholeTables = TimeSpan.FromSeconds(270);

    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Runs the work with a token that is cancelled at the deadline, and stops waiting shortly after, even if the work does
    /// not heed the token.
    /// </summary>
    /// <exception cref="DeadlineExceededException">The deadline came first.</exception>
    public static async Task<T> Within<T>(TimeSpan deadline, Func<CancellationToken, Task<T>> work, CancellationToken aborted)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        timeout.CancelAfter(deadline);
        var running = work(timeout.Token);
        if (await EndsAsync(running, timeout.Token))
        {
            try
            {
                return await running;
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested && !aborted.IsCancellationRequested)
            {
                throw new DeadlineExceededException(isAbandoned: false);
            }
        }
        _ = running.ContinueWith(static t => _ = t.Exception, TaskScheduler.Default);
        aborted.ThrowIfCancellationRequested();
        throw new DeadlineExceededException(isAbandoned: true);
    }

    private static async Task<bool> EndsAsync(Task running, CancellationToken cancelled)
    {
        await Task.WhenAny(running, Task.Delay(Timeout.InfiniteTimeSpan, cancelled));
        if (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(Grace, CancellationToken.None));
        }

        return running.IsCompleted;
    }
}

/// <param name="isAbandoned">The work goes on somewhere, unheeded.</param>
internal sealed class DeadlineExceededException(bool isAbandoned) : Exception("The work took longer than its deadline.")
{
    /// <summary>Work that goes on may still touch this request's objects; a new connection has its own.</summary>
    public void KeepOff(HttpContext context)
    {
        if (isAbandoned)
        {
            context.Response.Headers.Connection = "close";
        }
    }
}
