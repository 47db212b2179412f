namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>
/// For what another process or an engine's own threads do, which follow no clock of a test and tell nobody: it is looked at until it is
/// so. Whatever can be heard of, or follows the test's clock, is not waited for by this.
/// </summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <param name="isSo">Looks.</param>
    /// <param name="otherwise">What is said when it never was.</param>
    /// <param name="patience">How long it may take, in real time; null for <see cref="Patience"/>.</param>
    public static Task IsSoAsync(Func<bool> isSo, Func<string> otherwise, TimeSpan? patience = null) =>
        IsSoAsync(() => Task.FromResult(isSo()), otherwise, patience);

    /// <inheritdoc cref="IsSoAsync(Func{bool}, Func{string}, TimeSpan?)"/>
    public static async Task IsSoAsync(Func<Task<bool>> isSo, Func<string> otherwise, TimeSpan? patience = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var looks = new PeriodicTimer(Pause);
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(began) > (patience ?? Patience))
            {
                throw new AssertFailedException(otherwise());
            }

            await looks.WaitForNextTickAsync();
        }
    }
}
