using System.Globalization;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>Which seeds are played: few in ./test, all of a long run, or the one that is named.</summary>
internal static class SimulationSize
{
    public static (long From, long Count) Chosen(long few, long many)
    {
        if (Read("OFFRAMP_SIM_SEED") is { } only)
        {
            return (only, 1);
        }

        var usual = Environment.GetEnvironmentVariable("OFFRAMP_SOAK") == "full" ? many : few;
        return (Read("OFFRAMP_SOAK_SEED") ?? 1, Math.Min(many, Read("OFFRAMP_SIM_COUNT") ?? usual));
    }

    private static long? Read(string name) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
