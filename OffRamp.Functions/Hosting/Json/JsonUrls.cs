namespace OffRamp.Functions.Hosting.Json;

internal static class JsonUrls
{
    /// <summary>Where a user may be sent: https anywhere, or http on this very machine (a partner's developer at work).</summary>
    public static Uri? ReturnUrl(this JsonFields fields, string name, bool required = false)
    {
        if (fields.Text(name, required, maximum: 2048) is not { } text)
        {
            return null;
        }

        if (IsPlain(text) && Uri.TryCreate(text, UriKind.Absolute, out var url) && IsSafe(url))
        {
            return url;
        }

        fields.Fail(name, "invalid_url", $"{name} must be an https address, or http on localhost.");
        return null;
    }

    // What pages inside an app have for an origin: Capacitor on iOS, and its forerunner.
    private static readonly string[] AppOrigins = ["capacitor://localhost", "ionic://localhost"];

    /// <summary>An origin as browsers write it: scheme, host and port, and nothing more.</summary>
    public static bool IsOrigin(string text) => AppOrigins.Contains(text)
        || text.All(char.IsAscii) && text.IndexOfAny([';', ',', '*', '\'']) < 0 // it becomes part of a header
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && IsSafe(url)
        && string.Equals(url.GetLeftPart(UriPartial.Authority), text, StringComparison.Ordinal);

    private static bool IsSafe(Uri url) => url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp && url.IsLoopback);

    /// <summary>Without what others and we could read differently: spaces around it, backslashes, a scheme without its slashes.</summary>
    public static bool IsPlain(string text) =>
        (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && !text.Any(c => char.IsWhiteSpace(c) || c is '\\');
}
