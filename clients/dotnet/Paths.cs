using System.Globalization;
using System.Text;

namespace OffRamp.Client;

/// <summary>Paths with what stands in them escaped, and queries without what is not said.</summary>
internal static class Paths
{
    /// <summary>One segment of a path: an id, or a partner's own reference.</summary>
    public static string At(string segment) => Uri.EscapeDataString(segment);

    public static string Query(string path, params (string Name, object? Value)[] query)
    {
        var text = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (TextOf(value) is { } said)
            {
                text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(said));
                separator = '&';
            }
        }

        return text.ToString();
    }

    private static string? TextOf(object? value) => value switch
    {
        null => null,
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
