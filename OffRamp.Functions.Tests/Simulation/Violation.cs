namespace OffRamp.Functions.Tests.Simulation;

/// <summary>A promise was broken: which, and how.</summary>
internal sealed class Violation(string promise, string what) : Exception($"{promise}: {what}")
{
    public string Promise => promise;

    public static void Unless(bool holds, string promise, FormattableString what)
    {
        if (!holds)
        {
            throw new Violation(promise, FormattableString.Invariant(what));
        }
    }
}
