namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>A module of the sell page or of the console, without a browser.</summary>
internal static class PageScript
{
    /// <summary>What an expression over a module's exports, called <c>page</c>, comes to as text.</summary>
    /// <param name="module">Its file.</param>
    /// <param name="expression">May wait for something.</param>
    /// <param name="tag">The language that the page's link asks for.</param>
    public static Task<string> RunAsync(string module, string expression, string tag = "en") =>
        RunFileAsync(Repository.PathOf("OffRamp.Functions", "SellPage", "assets", module), expression, tag);

    /// <summary>The same, of the console.</summary>
    public static Task<string> RunConsoleAsync(string module, string expression) =>
        RunFileAsync(Repository.PathOf("OffRamp.Functions", "Operators", "Console", "assets", module), expression, "en");

    /// <summary>The same, of what all pages share.</summary>
    public static Task<string> RunSharedAsync(string module, string expression) =>
        RunFileAsync(Repository.PathOf("OffRamp.Functions", "Hosting", "assets", module), expression, "en");

    private static async Task<string> RunFileAsync(string path, string expression, string tag)
    {
        var file = new Uri(path);
        var script = $$"""
            globalThis.location = { search: '?lang={{tag}}' };
            globalThis.document = { querySelector: () => ({ content: '{{string.Join(' ', Languages())}}' }) };
            const page = await import('{{file}}');
            process.stdout.write(String({{expression}}));
            """;
        return (await Command.RunAsync("node", ["--no-warnings", "--input-type=module", "-e", script], Repository.Root)).Output;
    }

    /// <summary>Those that the page speaks.</summary>
    public static IReadOnlyList<string> Languages() => [.. Directory.EnumerateFiles(Repository.PathOf("OffRamp.Functions", "SellPage", "assets"), "words.*.js")
        .Select(file => Path.GetFileName(file).Split('.')[1]).Order(StringComparer.Ordinal)];
}
