namespace OffRamp.Functions.Tests.Benchmarks;

/// <summary><c>./bench rules</c>, once over each.</summary>
[TestClass]
public sealed class RulesBenchTests
{
    [TestMethod]
    public async Task It_measures_each_path()
    {
        var run = await Bench.DrawAsync([("rules-time.svg", 4)], "rules", "--job", "dry");

        foreach (var path in (string[])["'rules: a confirmed deposit'", "'a sell's last turn replayed'", "'JSON of a sell'", "'JSON of 20 sells'"])
        {
            Assert.EndsWith("KB", Bench.Row(run, path)[^1], run.All);
        }
    }

    [TestMethod]
    public async Task What_it_does_not_understand_it_answers_with_its_usage()
    {
        var run = await Bench.RunAsync("rules", "--job", "long");

        Assert.AreEqual(2, run.Code, run.All);
        Assert.Contains("./bench rules [--job short|dry]", run.All);
    }
}
