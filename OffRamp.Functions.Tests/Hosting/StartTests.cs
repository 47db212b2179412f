using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.LocalHost;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>The real process, started as the Functions host starts it.</summary>
[TestClass]
public sealed class StartTests
{
    [TestMethod]
    public async Task Without_settings_it_says_which_and_ends_with_an_error()
    {
        var run = await Command.TryAsync("dotnet", [Path.Combine(WholeAppTests.AppFolder, "OffRamp.Functions.dll")], Path.GetTempPath());

        Assert.AreEqual(1, run.Code, run.All);
        StringAssert.Contains(run.Errors, "OFFRAMP_SERVER_KEY: is missing");
    }
}
