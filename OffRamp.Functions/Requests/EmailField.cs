using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Requests;

internal static class EmailField
{
    private const int LongestAddress = 254;

    /// <summary>
    /// An e-mail address. Whether it exists only a letter would show: what is checked is that it can be one, and that it
    /// holds nothing that means something else to those who get it from us.
    /// </summary>
    public static string? Email(this JsonFields fields, string name, bool required = false)
    {
        if (fields.Text(name, required) is not { } text)
        {
            return null;
        }

        var at = text.LastIndexOf('@');
        var isAddress = at > 0 && text.Length <= LongestAddress && IsDomain(text[(at + 1)..])
            && !text.Any(c => char.IsWhiteSpace(c) || c is ',' or ';' or '<' or '>' or '"' or '(' or ')')
            && text.IndexOf('@') == at;
        if (isAddress)
        {
            return text;
        }

        fields.Fail(name, "invalid_email", $"{name} must be an e-mail address.");
        return null;
    }

    private static bool IsDomain(string text) =>
        text.Length > 0 && text[0] is not ('.' or '-') && text[^1] is not ('.' or '-')
        && !text.Contains("..", StringComparison.Ordinal)
        && text.All(c => char.IsLetterOrDigit(c) || c is '.' or '-');
}
