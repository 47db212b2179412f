namespace OffRamp.Functions.Tests.Benchmarks;

/// <summary><c>./bench host</c>, small: what it tells is told of sells that ended, and of sells that survived a kill.</summary>
[TestClass]
public sealed class HostBenchTests
{
    [TestMethod]
    public async Task It_measures_the_local_host_and_says_plainly_which_engines_it_leaves_out()
    {
        var run = await Bench.DrawAsync([("host-sells.svg", 1), ("host-cpu.svg", 1)], "host", "--sells", "4", "--at-once", "2", "--rounds", "1", "--waiting", "4", "--idle-seconds", "1");

        Assert.Contains("restate is left out: neither --peers nor OFFRAMP_PEERS says where it is.", run.All);
        var figures = Bench.Row(run, "local");
        Assert.HasCount(9, figures);
        foreach (var figure in figures.Where((_, i) => i is not (5 or 6))) // memory and idle CPU of so few may be nothing
        {
            Assert.IsGreaterThan(0, double.Parse(figure.Split('/')[0]), run.All);
        }
    }

    [TestMethod]
    [DataRow("--sells", "many")]
    [DataRow("--sells")]
    [DataRow("--speed", "high")]
    public async Task What_it_does_not_understand_it_answers_with_its_usage(params string[] args)
    {
        var run = await Bench.RunAsync(["host", .. args]);

        Assert.AreEqual(2, run.Code, run.All);
        Assert.Contains("./bench host [--sells 2000]", run.All);
    }
}
