using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Benchmarks;

/// <summary><c>./bench</c> itself: whoever asks what there is need not wait until it is built.</summary>
[TestClass]
public sealed class BenchHelpTests
{
    [TestMethod]
    [DataRow("host")]
    [DataRow("sells")]
    [DataRow("endpoints")]
    [DataRow("rules")]
    public async Task Asked_for_help_it_tells_the_options_and_publishes_nothing(string name)
    {
        var run = await Command.RunAsync(Repository.PathOf("bench"), [name, "--help"], Repository.Root);

        Assert.StartsWith($"./bench {name} [--", run.Output);
        Assert.AreEqual("", run.Errors);
    }
}
