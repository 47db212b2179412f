using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>
/// Reads the fields of a JSON body and collects everything that is wrong with them. After a problem
/// a reader returns a harmless value; ask <see cref="HasProblems"/> before using any.
/// </summary>
internal sealed partial class Fields(JsonElement body)
{
    private const int LongestText = 255;

    private readonly List<FieldProblem> _problems = [];

    public static Fields None { get; } = new(JsonDocument.Parse("{}").RootElement);

    public bool HasProblems => _problems.Count > 0;

    public Outcome Refusal()
    {
        var (code, detail) = _problems is [var only] ? (only.Code, $"{only.Path}: {only.Message}")
            : ("validation_failed", string.Join("; ", _problems.Select(problem => $"{problem.Path}: {problem.Message}")));
        return new Outcome(422, new Problem(422, code, detail) { Errors = _problems });
    }

    public string Text(string name) => OptionalText(name) ?? Missing(name);

    public string? OptionalText(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return Wrong(name, "invalid_type", "must be a string");
        }

        var text = value.GetString()!;
        return text.Length is > 0 and <= LongestText ? text : Wrong(name, "out_of_range", "must have 1 to 255 characters");
    }

    public string OneOf(string name, string? otherwise, params ReadOnlySpan<string> choices)
    {
        var text = OptionalText(name) ?? (Find(name) is null ? otherwise : "");
        if (text is null)
        {
            return Missing(name);
        }

        return text.Length == 0 || choices.Contains(text) ? text
            : Wrong(name, "invalid_value", $"must be one of {string.Join(", ", choices)}");
    }

    /// <summary>A decimal string; returned as it was written.</summary>
    public string Amount(string name, bool isZeroAllowed = false)
    {
        var text = Text(name);
        if (text.Length == 0)
        {
            return text;
        }

        if (!DecimalString().IsMatch(text))
        {
            return Wrong(name, "invalid_value", "must be a decimal string such as \"100.50\"");
        }

        return isZeroAllowed || text.AsSpan().ContainsAnyInRange('1', '9') ? text
            : Wrong(name, "out_of_range", "must be above zero");
    }

    public int Whole(string name, int otherwise, int least, int most)
    {
        if (Find(name) is not { } value)
        {
            return otherwise;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number) || number % 1 != 0)
        {
            Wrong(name, "invalid_type", "must be a whole number");
        }
        else if (number >= least && number <= most)
        {
            return (int)number;
        }
        else
        {
            Wrong(name, "out_of_range", $"must be from {least} to {most}");
        }

        return otherwise;
    }

    /// <summary>How many more times: a whole number, or true for once.</summary>
    public int Times(string name, int most) => Find(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value
        ? value.GetBoolean() ? 1 : 0
        : Whole(name, 0, 0, most);

    public DateTimeOffset Time(string name, DateTimeOffset otherwise)
    {
        var text = OptionalText(name);
        if (text is null)
        {
            return otherwise;
        }

        if (text.Length > 0 && Rfc3339().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            return time.ToUniversalTime();
        }

        if (text.Length > 0)
        {
            Wrong(name, "invalid_value", "must be an RFC 3339 time such as \"2030-01-31T12:00:00Z\"");
        }

        return otherwise;
    }

    public bool Has(string name) => Find(name) is not null;

    private JsonElement? Find(string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Missing(string name) => Find(name) is null ? Wrong(name, "required", "is required") : "";

    private string Wrong(string name, string code, string message)
    {
        _problems.Add(new FieldProblem(name, code, message));
        return "";
    }

    [GeneratedRegex(@"\A[0-9]{1,30}(\.[0-9]{1,18})?\z")]
    private static partial Regex DecimalString();

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)\z")]
    private static partial Regex Rfc3339();
}
