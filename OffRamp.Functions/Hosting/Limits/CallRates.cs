using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Hosting.Limits;

/// <summary>So many calls a second in the long run, and so many at once.</summary>
internal sealed record CallRate(int PerSecond, int Burst);

/// <summary>How often callers may call, each by its own credential; strangers by how often theirs are refused.</summary>
/// <param name="Partner">Of each partner.</param>
/// <param name="Session">Of each sell page.</param>
/// <param name="Operator">Of each operator.</param>
/// <param name="Stranger">Refused credentials of each client address.</param>
internal sealed record CallRates(CallRate Partner, CallRate Session, CallRate Operator, CallRate Stranger)
{
    // On a laptop one partner is all the world, and one address too.
    private static readonly CallRate Local = new(10_000, 100_000);

    public static CallRates Read(SettingsReader reader) => new(
        Read(reader, "PARTNER", new(100, 200)),
        Read(reader, "SESSION", new(10, 50)),
        Read(reader, "OPERATOR", new(20, 100)),
        Read(reader, "STRANGER", new(1, 50)));

    private static CallRate Read(SettingsReader reader, string name, CallRate standard) =>
        reader.Rate($"OFFRAMP_{name}_RATE", reader.IsLocal ? Local : standard);
}
