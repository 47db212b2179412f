using System.Globalization;

namespace OffRamp.Functions.Hosting;

/// <summary>Times as the contract writes them: RFC 3339.</summary>
internal static class Times
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static string Write(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Null for anything without an offset: a time of nowhere is a guess.</summary>
    public static DateTimeOffset? TryParse(string text)
    {
        var hasZone = text.EndsWith('Z') || text.Length > 6 && text[^6] is '+' or '-';
        return hasZone && DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }
}
