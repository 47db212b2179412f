using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OffRamp.Functions.Tests.FunctionsHost;

/// <summary>A host that has nothing to do does nothing.</summary>
[TestClass]
public sealed class IdleTests
{
    [TestMethod]
    public async Task It_watches_no_files()
    {
        var host = await SampleHost.SharedAsync();

        var settings = (IConfigurationRoot)host.Host.Services.GetRequiredService<IConfiguration>();

        Assert.IsFalse(settings.Providers.OfType<FileConfigurationProvider>().Any(provider => provider.Source.ReloadOnChange), "Each change below a watched folder would wake it.");
    }
}
