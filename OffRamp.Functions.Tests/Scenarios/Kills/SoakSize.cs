using System.Globalization;

namespace OffRamp.Functions.Tests.Scenarios.Kills;

/// <summary>How much a long test does: little in <c>./test</c>, with a fixed seed; all of it with <c>OFFRAMP_SOAK=full</c>.</summary>
internal sealed record SoakSize(int Sells, int Kills, int Rounds, int AtOnce)
{
    public int Seed { get; private init; } = 1;

    public static SoakSize Chosen(SoakSize small, SoakSize full)
    {
        var chosen = Soak.IsFull ? full : small;
        return int.TryParse(Environment.GetEnvironmentVariable("OFFRAMP_SOAK_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? chosen with { Seed = seed }
            : chosen;
    }
}
