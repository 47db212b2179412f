using System.Text.Json;
using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting.Json;

/// <summary>
/// Reads a JSON object field by field. Every method answers null for a field that is absent (or null) or unusable; what is
/// wrong is collected, and <see cref="ThrowIfInvalid"/> says all of it. Unknown fields are ignored, and an empty text that
/// is optional is an absent one: many programs write <c>""</c> for nothing.
/// </summary>
internal sealed class JsonFields(JsonElement json, string path, FieldProblems problems)
{
    public FieldProblems Problems => problems;

    /// <summary>Whether the field is there at all, also as null: what a PATCH wants to know.</summary>
    public bool Has(string name) => json.TryGetProperty(name, out _);

    /// <summary>Whether the field is there and says something.</summary>
    public bool IsGiven(string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && !IsEmpty(value);

    /// <summary>The same fields; what is wrong with those that are read of it is not a problem of the whole.</summary>
    public JsonFields Aside() => new(json, path, new());

    /// <summary>Text of 1 to <paramref name="maximum"/> characters.</summary>
    public string? Text(string name, bool required = false, int maximum = 255) =>
        Find(name, JsonValueKind.String, "a text", required) is { } value
            ? problems.Text(PathOf(name), value.GetString()!, maximum)
            : null;

    /// <summary>A text out of a list; anything else has the problem <paramref name="code"/>.</summary>
    public string? OneOf(string name, IReadOnlyList<string> choices, bool required = false, string code = "not_supported") =>
        Find(name, JsonValueKind.String, "a text", required) is { } value
            ? problems.OneOf(PathOf(name), value.GetString()!, choices, code)
            : null;

    /// <summary>A code of a currency, an asset or a country out of a list, in any case; as the list writes it.</summary>
    public string? OneCodeOf(string name, IReadOnlyList<string> codes, bool required = false, string code = "not_supported", string? expected = null) =>
        Find(name, JsonValueKind.String, "a text", required) is { } value
            ? problems.OneOf(PathOf(name), codes.FirstOrDefault(known => known.Equals(value.GetString(), StringComparison.OrdinalIgnoreCase)) ?? value.GetString()!, codes, code, expected)
            : null;

    /// <summary>A text that <paramref name="parse"/> understands: an amount, an identifier, an address.</summary>
    public T? Parsed<T>(string name, Func<string, T?> parse, string code, string expected, bool required = false)
        where T : struct
    {
        if (Text(name, required, maximum: 1024) is not { } text)
        {
            return null;
        }

        var value = parse(text);
        if (value is null)
        {
            Fail(name, code, $"{PathOf(name)} must be {expected}.");
        }

        return value;
    }

    public bool? Boolean(string name, bool required = false)
    {
        if (Find(name, null, "true or false", required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Mistyped(name, "true or false");
        return null;
    }

    public long? Integer(string name, long minimum, long maximum, bool required = false)
    {
        if (Find(name, JsonValueKind.Number, "a whole number", required) is not { } value)
        {
            return null;
        }

        if (!value.TryGetInt64(out var number))
        {
            Mistyped(name, "a whole number");
        }
        else if (number < minimum || number > maximum)
        {
            Fail(name, "out_of_range", $"{PathOf(name)} must be between {minimum} and {maximum}.");
        }
        else
        {
            return number;
        }

        return null;
    }

    public DateTimeOffset? Time(string name, bool required = false) =>
        Parsed(name, Times.TryParse, "invalid_time", "a time such as 2026-11-21T06:25:31Z", required);

    /// <summary>The fields of an object within this one; their problems are reported with the whole path.</summary>
    public JsonFields? Object(string name, bool required = false) =>
        Find(name, JsonValueKind.Object, "an object", required) is { } value ? new(value, PathOf(name), problems) : null;

    /// <summary>Pairs of texts, such as a partner's metadata.</summary>
    public IReadOnlyDictionary<string, string>? Texts(string name, int maximumKeys, int keyLength, int valueLength)
    {
        if (Find(name, JsonValueKind.Object, "an object of texts", required: false) is not { } value)
        {
            return null;
        }

        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (property, at) in value.EnumerateObject().Take(maximumKeys + 1).Select(p => (p, $"{PathOf(name)}.{p.Name}")))
        {
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                problems.Add(at, "invalid_type", $"{at} must be a text.");
            }
            else if (problems.Text(at, property.Name, keyLength) is { } key)
            {
                texts[key] = property.Value.GetString() is { Length: > 0 } text ? problems.Text(at, text, valueLength) ?? "" : "";
            }
        }

        if (value.EnumerateObject().Skip(maximumKeys).Any())
        {
            Fail(name, "too_many", $"{PathOf(name)} must have at most {maximumKeys} keys.");
        }

        return texts;
    }

    /// <summary>A list of texts, each accepted by <paramref name="check"/>; the message says what was expected.</summary>
    public IReadOnlyList<string>? List(string name, int maximum, Func<string, bool> check, string expected)
    {
        if (Find(name, JsonValueKind.Array, "a list of texts", required: false) is not { } value)
        {
            return null;
        }

        if (value.GetArrayLength() > maximum)
        {
            Fail(name, "too_many", $"{PathOf(name)} must have at most {maximum} entries.");
            return null;
        }
        var items = value.EnumerateArray()
            .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : null).ToList();
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is null || !check(items[i]!))
            {
                Fail($"{name}[{i}]", items[i] is null ? "invalid_type" : "invalid_value", $"{PathOf(name)}[{i}] must be {expected}.");
            }
        }

        return [.. items.OfType<string>()];
    }

    /// <summary>Notes a problem that only the endpoint can see.</summary>
    public void Fail(string name, string code, string message) => problems.Add(PathOf(name), code, message);

    /// <exception cref="ProblemException">422 with every problem found so far.</exception>
    public void ThrowIfInvalid() => problems.ThrowIfAny();

    private JsonElement? Find(string name, JsonValueKind? kind, string expected, bool required)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null || (kind == JsonValueKind.String && !required && IsEmpty(value)))
        {
            if (required)
            {
                Fail(name, "required", $"{PathOf(name)} is required.");
            }

            return null;
        }
        if (kind is null || value.ValueKind == kind)
        {
            return value;
        }

        Mistyped(name, expected);
        return null;
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.String && value.ValueEquals("");

    private void Mistyped(string name, string expected) => Fail(name, "invalid_type", $"{PathOf(name)} must be {expected}.");

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
