using System.Diagnostics;
using OffRamp.Functions.Tests.LocalHost;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>The real process, started as the Functions host starts it.</summary>
[TestClass]
public sealed class StartTests
{
    [TestMethod]
    public async Task Without_settings_it_says_which_and_ends_with_an_error()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(WholeAppTests.AppFolder, "OffRamp.Functions.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.AreEqual(1, process.ExitCode);
        StringAssert.Contains(error, "OFFRAMP_SERVER_KEY: is missing");
    }
}
