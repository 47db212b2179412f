using Microsoft.Extensions.Time.Testing;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>The moment at which tests begin.</summary>
internal static class ManualTime
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A clock that moves only when the test moves it.</summary>
    public static FakeTimeProvider New() => new(Start);
}
