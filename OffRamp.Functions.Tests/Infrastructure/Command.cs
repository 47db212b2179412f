using System.Diagnostics;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>What a program said on its two ways out, and with which code it ended.</summary>
internal sealed record Said(string Output, string Errors, int Code)
{
    public string All => Output + Errors;
}

/// <summary>Other programs, as somebody at a terminal runs them.</summary>
internal static class Command
{
    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="settings">Environment variables beside those of the tests.</param>
    public static async Task<Said> RunAsync(string program, IEnumerable<string> arguments, string folder, params (string Name, string Value)[] settings)
    {
        var said = await TryAsync(program, arguments, folder, settings: settings);
        Assert.AreEqual(0, said.Code, $"{program} {string.Join(' ', arguments)}\n{said.All}");
        return said;
    }

    /// <summary>Runs a program to its end, whatever that is.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="input">What it reads; there is no terminal.</param>
    /// <param name="patience">How long it may take, in real time: then it and all that it started are killed. Null for no end.</param>
    /// <param name="settings">Environment variables beside those of the tests.</param>
    public static async Task<Said> TryAsync(
        string program, IEnumerable<string> arguments, string folder, string input = "", TimeSpan? patience = null, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(patience ?? Timeout.InfiniteTimeSpan);
        await using var killing = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None);
        return new(await output, await errors, process.ExitCode);
    }
}
