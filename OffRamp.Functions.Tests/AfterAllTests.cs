using OffRamp.Functions.Tests.Evm;
using OffRamp.Functions.Tests.FunctionsHost;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Pages;

namespace OffRamp.Functions.Tests;

/// <summary>Ends what all tests share.</summary>
[TestClass]
public static class AfterAllTests
{
    [AssemblyCleanup]
    public static async Task EndAsync()
    {
        await Browser.CloseAsync();
        await SampleHost.StopSharedAsync();
        await ChainFixture.StopAsync();
        await AzuriteFixture.StopAsync();
    }
}
