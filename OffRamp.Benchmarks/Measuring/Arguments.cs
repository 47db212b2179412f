using System.Globalization;

namespace OffRamp.Benchmarks.Measuring;

/// <summary>Reads what a bench is asked for: names, each with its value.</summary>
internal static class Arguments
{
    /// <summary>Runs a bench as it is asked for; else says how it can be.</summary>
    /// <returns>The program's exit code.</returns>
    public static async Task<int> RunAsync<T>(IReadOnlyList<string> args, string usage, Func<IReadOnlyList<string>, T> parse, Func<T, Task> bench)
    {
        T options;
        try
        {
            options = parse(args);
        }
        catch (FormatException wrong)
        {
            Console.Error.WriteLine($"bench: {wrong.Message}\n{usage}");
            return 2;
        }
        await bench(options);
        return 0;
    }

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
