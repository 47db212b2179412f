namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>A module of the sell page, without a browser.</summary>
internal static class PageScript
{
    /// <summary>What an expression over a module's exports, called <c>page</c>, comes to as text.</summary>
    public static async Task<string> RunAsync(string module, string expression)
    {
        var file = new Uri(Repository.PathOf("OffRamp.Functions", "SellPage", "assets", module));
        var script = $"import * as page from '{file}'; process.stdout.write(String({expression}));";
        return (await Command.RunAsync("node", ["--no-warnings", "--input-type=module", "-e", script], Repository.Root)).Output;
    }
}
