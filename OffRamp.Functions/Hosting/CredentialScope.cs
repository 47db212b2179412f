namespace OffRamp.Functions.Hosting;

/// <summary>
/// Whose credential a request bears, as the storage partition of that credential: <c>p|{partner}</c>,
/// <c>s|{session}</c> or <c>o|{hash of the operator's name}</c>. Set by whoever checks the credential.
/// </summary>
internal static class CredentialScope
{
    private static readonly object Key = new();

    public static void SetCredentialScope(this HttpContext context, string partition) => context.Items[Key] = partition;

    public static string CredentialScopeOf(HttpContext context) =>
        context.Items[Key] as string ?? throw new InvalidOperationException("This endpoint is not behind an authentication.");
}
