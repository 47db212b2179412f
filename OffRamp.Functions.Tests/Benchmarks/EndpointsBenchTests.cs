using System.Globalization;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.LocalHost;

namespace OffRamp.Functions.Tests.Benchmarks;

/// <summary>
/// <c>./bench endpoints</c>, small: and because bytes and operations do not depend on how busy the machine is, they are held to
/// budgets here: bytes at most a quarter above the median of ten runs, operations less than one more. Each of three runs has to be over one.
/// </summary>
[TestClass]
public sealed class EndpointsBenchTests
{
    private static readonly (string Endpoint, double Kilobytes, double Operations)[] Budgets =
    [
        ("create session", 830, 8.5),
        ("quote", 165, 3.5),
        ("start sell", 1_000, 12.7),
        ("notice in", 790, 4.4),
        ("read sell", 102, 1.7),
        ("list 20 sells", 1_400, 22.5),
    ];

    private static readonly string[] Kinds =
    [
        "strings", "arrays of bytes", "arrays of characters", "other types",
        "the client of tables", "our own code", "the worker's SDK and gRPC", "Durable", "the rest",
    ];

    [TestMethod]
    public async Task Each_endpoint_keeps_to_its_budget_and_what_is_allocated_is_told_by_type_and_by_who_asked_for_it()
    {
        var run = await RunAsync();
        TellsWhatIsAllocated(run);
        var (over, said) = (OverBudget(run), run.All);

        // What comes by every minute counts too where it comes by in the middle of a measurement; it does not do so three times.
        for (var again = 0; again < 2 && over.Count > 0; again++)
        {
            var next = await RunAsync();
            (over, said) = ([.. over.Intersect(OverBudget(next))], $"{said}\n{next.All}");
        }

        Assert.IsEmpty(over, said);
    }

    [TestMethod]
    public async Task What_it_does_not_understand_it_answers_with_its_usage()
    {
        var run = await Bench.RunAsync("endpoints", "--speed", "high");

        Assert.AreEqual(2, run.Code, run.All);
        Assert.Contains("./bench endpoints [--requests 300]", run.All);
    }

    /// <summary>Fourteen, because more than twenty sells are to be there when they are listed.</summary>
    private static Task<Said> RunAsync() => Bench.DrawAsync(
        [("endpoints-requests.svg", Budgets.Length), ("endpoints-kilobytes.svg", Budgets.Length)],
        "endpoints", "--app", WholeAppTests.AppFolder, "--requests", "14", "--at-once", "4", "--rounds", "1", "--again", "3", "--allocations");

    /// <summary>Types are a hundred percent, and so is who asked; what has to be there for a started sell is.</summary>
    private static void TellsWhatIsAllocated(Said run)
    {
        var shares = Kinds.Select(kind => Bench.Row(run, kind).Select(share => double.Parse(share.Split(' ')[0], CultureInfo.InvariantCulture)).ToList()).ToList();
        for (var endpoint = 0; endpoint < Budgets.Length; endpoint++)
        {
            Assert.AreEqual(100, shares.Take(4).Sum(share => share[endpoint]), delta: 2, run.All);
            Assert.AreEqual(100, shares.Skip(4).Sum(share => share[endpoint]), delta: 2, run.All);
        }

        var ofAStart = Budgets.Index().Single(budget => budget.Item.Endpoint == "start sell").Index;
        foreach (var kind in (string[])["strings", "arrays of bytes", "the client of tables", "our own code"])
        {
            Assert.IsGreaterThan(0, shares[Array.IndexOf(Kinds, kind)][ofAStart], run.All);
        }
    }

    /// <summary>What was more than it may be: <c>operations, quote</c>.</summary>
    private static List<string> OverBudget(Said run)
    {
        var over = new List<string>();
        foreach (var (endpoint, kilobytes, operations) in Budgets)
        {
            var figures = Bench.Row(run, endpoint);
            Assert.IsGreaterThan(0, double.Parse(figures[0], CultureInfo.InvariantCulture), run.All);
            over.AddRange(double.Parse(figures[2], CultureInfo.InvariantCulture) > kilobytes ? [$"KB, {endpoint}"] : []);
            over.AddRange(double.Parse(figures[3], CultureInfo.InvariantCulture) > operations ? [$"operations, {endpoint}"] : []);
        }

        return over;
    }
}
