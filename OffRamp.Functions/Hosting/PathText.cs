using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Hosting;

/// <summary>Callers' own references in a path: percent-encoded by them, and to be decoded once.</summary>
internal static class PathText
{
    private const string Slash = "%2F";

    /// <summary>
    /// What a segment of the path says. Servers decode everything in it but the slash, which would be read as the end of
    /// the segment; so a reference that holds those three characters itself could not be told apart, and is refused at
    /// creation by <see cref="Reference"/>.
    /// </summary>
    public static string Decode(string routeValue) => routeValue.Replace(Slash, "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>A caller's own reference, 1 to 255 characters, which can be asked for in a path later.</summary>
    public static string? Reference(this JsonFields fields, string name, bool required = false)
    {
        if (fields.Text(name, required) is not { } text)
        {
            return null;
        }

        if (!text.Contains(Slash, StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        fields.Fail(name, "invalid_characters", $"{name} must not contain the characters {Slash}.");
        return null;
    }
}
