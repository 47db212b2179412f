namespace OffRamp.LocalHost.StartPage;

/// <summary>The page at / in local mode.</summary>
internal static class StartPageFile
{
    private static readonly string Html = Read();

    public static IResult Result => Results.Content(Html, "text/html; charset=utf-8");

    private static string Read()
    {
        using var stream = typeof(StartPageFile).Assembly.GetManifestResourceStream("start.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
