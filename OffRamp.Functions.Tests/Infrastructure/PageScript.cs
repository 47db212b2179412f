namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>A module of the sell page or of the console, without a browser.</summary>
internal static class PageScript
{
    /// <summary>What an expression over a module's exports, called <c>page</c>, comes to as text.</summary>
    public static Task<string> RunAsync(string module, string expression) =>
        RunFileAsync(Repository.PathOf("OffRamp.Functions", "SellPage", "assets", module), expression);

    /// <summary>The same, of the console.</summary>
    public static Task<string> RunConsoleAsync(string module, string expression) =>
        RunFileAsync(Repository.PathOf("OffRamp.Functions", "Operators", "Console", "assets", module), expression);

    private static async Task<string> RunFileAsync(string path, string expression)
    {
        var file = new Uri(path);
        var script = $"import * as page from '{file}'; process.stdout.write(String({expression}));";
        return (await Command.RunAsync("node", ["--no-warnings", "--input-type=module", "-e", script], Repository.Root)).Output;
    }
}
