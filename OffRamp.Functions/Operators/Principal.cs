using System.Text.Json;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Operators;

/// <summary>
/// Who App Service authentication says is signed in: base64 of JSON in <c>X-MS-CLIENT-PRINCIPAL</c>. The platform takes
/// the header away from callers and sets it itself, but only where that authentication is on.
/// </summary>
internal sealed record Principal(string Name, OperatorRole? Role)
{
    private const string Header = "X-MS-CLIENT-PRINCIPAL";

    private static readonly string[] RoleTypes = ["roles", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role"];
    private static readonly string[] NameTypes =
    [
        "preferred_username", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", "name",
    ];

    /// <summary>Null where there is no principal that can be read.</summary>
    public static Principal? Read(HttpRequest request)
    {
        if (request.Headers[Header] is not [{ Length: > 0 and <= 32 * 1024 } encoded])
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(encoded));
            return Read(json.RootElement);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static OperatorRole? HighestOf(IEnumerable<string> words) =>
        words.Select(OperatorKey.RoleOf).Max();

    private static Principal? Read(JsonElement principal)
    {
        var claims = principal.GetProperty("claims").EnumerateArray()
            .Select(c => (Type: c.GetProperty("typ").GetString()!, Value: c.GetProperty("val").GetString()!)).ToList();
        var roleType = principal.TryGetProperty("role_typ", out var type) ? type.GetString() : null;
        var name = NameTypes.Select(t => claims.Find(c => c.Type == t).Value).FirstOrDefault(n => !string.IsNullOrEmpty(n));
        return name is null
            ? null
            : new(name, HighestOf(claims.Where(c => c.Type == roleType || RoleTypes.Contains(c.Type)).Select(c => c.Value)));
    }
}
