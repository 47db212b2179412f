using System.Globalization;
using System.Runtime.CompilerServices;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>A promise was broken: which, and how.</summary>
internal sealed class Violation(string promise, string what) : Exception($"{promise}: {what}")
{
    public string Promise => promise;

    /// <summary>What is to be said is put together only where it does not hold: this is asked some million times.</summary>
    public static void Unless(bool holds, string promise, [InterpolatedStringHandlerArgument(nameof(holds))] ref Words what)
    {
        if (!holds)
        {
            throw new Violation(promise, what.ToString());
        }
    }

    /// <summary>Words that nobody hears while the promise holds.</summary>
    [InterpolatedStringHandler]
    internal ref struct Words
    {
        private DefaultInterpolatedStringHandler text;

        public Words(int literals, int values, bool holds, out bool isHeard)
        {
            isHeard = !holds;
            text = holds ? default : new(literals, values, CultureInfo.InvariantCulture);
        }

        public void AppendLiteral(string words) => text.AppendLiteral(words);

        public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

        public void AppendFormatted<T>(T value, string? format) => text.AppendFormatted(value, format);

        public override string ToString() => text.ToString();
    }
}
