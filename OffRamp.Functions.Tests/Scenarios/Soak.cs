using System.Globalization;

namespace OffRamp.Functions.Tests.Scenarios;

/// <summary>Whether the long tests run at their full size, <c>OFFRAMP_SOAK=full</c>, and what chance they take, <c>OFFRAMP_SOAK_SEED</c>.</summary>
internal static class Soak
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("OFFRAMP_SOAK") == "full";

    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("OFFRAMP_SOAK_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed & 0xFFFF : 1;
}
