using System.Globalization;

namespace OffRamp.Benchmarks.Measuring;

/// <summary>Reads what a bench is asked for: names, each with its value.</summary>
internal static class Arguments
{
    /// <exception cref="FormatException">A name has no value.</exception>
    public static IEnumerable<(string Name, string Value)> Pairs(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i += 2)
        {
            yield return (args[i], i + 1 < args.Count ? args[i + 1] : throw new FormatException($"{args[i]} needs a value."));
        }
    }

    /// <exception cref="FormatException">It is no whole number.</exception>
    public static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"{text} is no number.");
}
