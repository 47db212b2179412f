namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>A module of the sell page, without a browser.</summary>
internal static class PageScript
{
    /// <summary>What an expression over a module's exports, called <c>page</c>, comes to as text.</summary>
    /// <param name="module">Its file.</param>
    /// <param name="expression">May wait for something.</param>
    /// <param name="tag">The language that the page's link asks for.</param>
    public static async Task<string> RunAsync(string module, string expression, string tag = "en")
    {
        var file = new Uri(Repository.PathOf("OffRamp.Functions", "SellPage", "assets", module));
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
