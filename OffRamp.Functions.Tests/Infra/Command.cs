using System.Diagnostics;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>A program of this machine, run to its end.</summary>
/// <param name="Code">0 where it succeeded.</param>
/// <param name="Said">Its standard output.</param>
/// <param name="Complaints">Its standard error.</param>
internal sealed record Command(int Code, string Said, string Complaints)
{
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Each as it is.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Added to ours.</param>
    /// <param name="input">What it reads.</param>
    public static async Task<Command> RunAsync(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, said, await complaints);
    }
}
