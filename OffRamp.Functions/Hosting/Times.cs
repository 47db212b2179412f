using System.Globalization;
using System.Text.RegularExpressions;

namespace OffRamp.Functions.Hosting;

/// <summary>Times as the contract writes and reads them: RFC 3339.</summary>
internal static partial class Times
{
    private const int TickDigits = 7;

    public static string Write(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads any number of fraction digits (what is finer than 100 ns is cut off), <c>t</c> and <c>z</c> in lower case, and
    /// offsets; a leap second is the last moment before it. Null for anything without an offset: a time of nowhere is a guess.
    /// </summary>
    public static DateTimeOffset? TryParse(string text)
    {
        if (Rfc3339().Match(text) is not { Success: true } parts)
        {
            return null;
        }

        var isLeap = parts.Groups["second"].Value == "60";
        var fraction = isLeap ? new string('9', TickDigits) : Cut(parts.Groups["fraction"].Value);
        var zone = parts.Groups["zone"].Value is "z" or "Z" ? "+00:00" : parts.Groups["zone"].Value;
        var plain = $"{parts.Groups["date"].Value}T{parts.Groups["minute"].Value}:{(isLeap ? "59" : parts.Groups["second"].Value)}.{fraction}{zone}";
        return DateTimeOffset.TryParseExact(
            plain, "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }

    private static string Cut(string fraction) => fraction.PadRight(TickDigits, '0')[..TickDigits];

    [GeneratedRegex(
        @"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?<minute>[0-9]{2}:[0-9]{2}):(?<second>[0-9]{2})(\.(?<fraction>[0-9]+))?(?<zone>[Zz]|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Rfc3339();
}
