using System.Globalization;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Hosting;

/// <summary>Reads query parameters, and collects what is wrong with them, as <see cref="JsonFields"/> does for bodies.</summary>
internal sealed class QueryFields(IQueryCollection query)
{
    public FieldProblems Problems { get; } = new();

    /// <summary>Null where the parameter is absent or empty; one that is given twice is a problem.</summary>
    public string? Text(string name, int maximum = 255)
    {
        var values = query[name];
        if (values.Count == 0 || values is [null or ""])
        {
            return null;
        }

        if (values.Count == 1)
        {
            return Problems.Text(name, values[0] ?? "", maximum);
        }

        Problems.Add(name, "repeated", $"{name} must be given once.");
        return null;
    }

    public string? OneOf(string name, IReadOnlyList<string> choices) =>
        Text(name) is { } text ? Problems.OneOf(name, text, choices, "not_supported") : null;

    public T? Parsed<T>(string name, Func<string, T?> parse, string code, string expected, int maximum = 255)
        where T : struct
    {
        if (Text(name, maximum) is not { } text)
        {
            return null;
        }

        var value = parse(text);
        if (value is null)
        {
            Problems.Add(name, code, $"{name} must be {expected}.");
        }

        return value;
    }

    public int Integer(string name, int minimum, int maximum, int standard) => Parsed(
        name,
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= minimum && value <= maximum ? value : (int?)null,
        "out_of_range", $"a whole number from {minimum} to {maximum}") ?? standard;

    public DateTimeOffset? Time(string name) =>
        Parsed(name, Times.TryParse, "invalid_time", "a time such as 2026-11-21T06:25:31Z");

    public DateOnly? Date(string name) => Parsed(
        name,
        static text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : (DateOnly?)null,
        "invalid_date", "a date such as 2026-11-21");

    /// <exception cref="ProblemException">422 with every problem found so far.</exception>
    public void ThrowIfInvalid() => Problems.ThrowIfAny();
}
