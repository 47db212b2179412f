using System.Globalization;
using OffRamp.Functions.Tests.LocalHost;

namespace OffRamp.Functions.Tests.Benchmarks;

/// <summary>
/// <c>./bench endpoints</c>, small: and because bytes and operations do not depend on how busy the machine is, they are held to
/// budgets here: bytes half as much again as was measured, operations one more.
/// </summary>
[TestClass]
public sealed class EndpointsBenchTests
{
    private static readonly (string Endpoint, double Kilobytes, double Operations)[] Budgets =
    [
        ("create session", 1_260, 9),
        ("quote", 220, 3.5),
        ("start sell", 1_380, 13),
        ("notice in", 1_050, 4.5),
        ("read sell", 125, 1.5),
        ("list 20 sells", 1_900, 24),
    ];

    [TestMethod]
    public async Task Each_endpoint_keeps_to_its_budget()
    {
        var run = await Bench.RunAsync("endpoints", "--app", WholeAppTests.AppFolder, "--requests", "30", "--at-once", "4");

        Assert.AreEqual(0, run.Code, run.All);
        foreach (var (endpoint, kilobytes, operations) in Budgets)
        {
            var figures = Bench.Row(run, endpoint);
            Assert.IsGreaterThan(0, double.Parse(figures[0], CultureInfo.InvariantCulture), run.All);
            Assert.IsLessThanOrEqualTo(kilobytes, double.Parse(figures[2], CultureInfo.InvariantCulture), $"KB, {endpoint}:\n{run.All}");
            Assert.IsLessThanOrEqualTo(operations, double.Parse(figures[3], CultureInfo.InvariantCulture), $"operations, {endpoint}:\n{run.All}");
        }
    }

    [TestMethod]
    public async Task What_it_does_not_understand_it_answers_with_its_usage()
    {
        var run = await Bench.RunAsync("endpoints", "--speed", "high");

        Assert.AreEqual(2, run.Code, run.All);
        Assert.Contains("./bench endpoints [--requests 300]", run.All);
    }
}
