namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>
/// For what another process or an engine's own threads do, which follow no clock of a test and tell nobody: it is looked at until it is
/// so. Whatever can be heard of, or follows the test's clock, is not waited for by this.
/// </summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Between looks that cost whoever is looked at something.</summary>
    public static readonly TimeSpan LongerPause = TimeSpan.FromMilliseconds(100);

    /// <param name="isSo">Looks.</param>
    /// <param name="otherwise">What is said when it never was.</param>
    /// <param name="patience">How long it may take, in real time; null for <see cref="Patience"/>.</param>
    /// <param name="pause">Between two looks; null for as short as can be.</param>
    public static Task IsSoAsync(Func<bool> isSo, Func<string> otherwise, TimeSpan? patience = null, TimeSpan? pause = null) =>
        IsSoAsync(() => Task.FromResult(isSo()), otherwise, patience, pause);

    /// <inheritdoc cref="IsSoAsync(Func{bool}, Func{string}, TimeSpan?, TimeSpan?)"/>
    public static async Task IsSoAsync(Func<Task<bool>> isSo, Func<string> otherwise, TimeSpan? patience = null, TimeSpan? pause = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var looks = new PeriodicTimer(pause ?? Pause);
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
