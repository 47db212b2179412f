namespace OffRamp.Functions.Hosting;

internal static class Bearer
{
    private const string Scheme = "Bearer ";

    /// <summary>The token of <c>Authorization: Bearer</c>; null where there is none, or more than one.</summary>
    public static string? Read(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && value[Scheme.Length..].Trim() is { Length: > 0 } token ? token : null;
}
