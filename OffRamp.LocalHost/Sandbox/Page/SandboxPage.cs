using OffRamp.LocalHost.Sandbox.Calls;

namespace OffRamp.LocalHost.Sandbox.Page;

/// <summary><c>GET /sandbox</c>: everything that happened, and the controls as buttons.</summary>
internal static class SandboxPage
{
    private static readonly Lazy<string> Html = new(Read);

    public static Outcome Show() => Outcome.Ok(new Written("text/html; charset=utf-8", Html.Value));

    private static string Read()
    {
        using var stream = typeof(SandboxPage).Assembly.GetManifestResourceStream("sandbox.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
