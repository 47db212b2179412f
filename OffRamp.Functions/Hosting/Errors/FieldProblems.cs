using System.Text;

namespace OffRamp.Functions.Hosting.Errors;

/// <summary>Collects what is wrong with the fields of one request, so that the caller hears all of it at once.</summary>
internal sealed class FieldProblems
{
    private readonly List<FieldProblem> found = [];

    public bool Any => found.Count > 0;

    public IReadOnlyList<FieldProblem> Found => found;

    public void Add(string path, string code, string message) => found.Add(new(path, code, message));

    /// <exception cref="ProblemException">422, where anything was found.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new ProblemException(Problems.Invalid(found));
        }
    }

    /// <summary>The text, if its length and characters are acceptable; otherwise null, and the problem is noted.</summary>
    public string? Text(string path, string value, int maximum)
    {
        if (value.Length == 0)
        {
            Add(path, "too_short", $"{path} must not be empty.");
        }
        else if (Runes(value) > maximum)
        {
            Add(path, "too_long", $"{path} must have at most {maximum} characters.");
        }
        else if (value.Any(char.IsControl))
        {
            Add(path, "invalid_characters", $"{path} must not contain control characters.");
        }
        else
        {
            return value;
        }

        return null;
    }

    /// <summary>The text, if it is one of the choices. Where they are too many to name, <paramref name="expected"/> says what they are.</summary>
    public string? OneOf(string path, string value, IReadOnlyList<string> choices, string code, string? expected = null)
    {
        if (choices.Contains(value, StringComparer.Ordinal))
        {
            return value;
        }

        Add(path, code, $"{path} must be {expected ?? (choices.Count == 1 ? choices[0] : $"one of {string.Join(", ", choices)}")}.");
        return null;
    }

    private static int Runes(string value)
    {
        var count = 0;
        foreach (var _ in value.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
