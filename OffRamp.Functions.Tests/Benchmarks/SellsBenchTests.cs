using System.Globalization;
using System.Text.RegularExpressions;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.LocalHost;

namespace OffRamp.Functions.Tests.Benchmarks;

/// <summary><c>./bench sells</c>, small: each figure is one of sells that were paid.</summary>
[TestClass]
public sealed partial class SellsBenchTests
{
    [TestMethod]
    public async Task It_measures_whole_sells_beside_the_bare_workflow_and_another_checkout_and_counts_those_of_Durables_own_storage()
    {
        var checkout = Directory.CreateTempSubdirectory("offramp-checkout-");
        var commit = await CommitAsync(checkout.FullName);

        var run = await Bench.DrawAsync(
            [("sells-cpu.svg", 6), ("sells-payout.svg", 3)],
            "sells", "--app", WholeAppTests.AppFolder, "--sells", "2", "--at-once", "2", "--alone", "1", "--rounds", "1", "--durable", "1", "--durable-rest", "6", "--against", checkout.FullName);

        checkout.Delete(recursive: true);
        var bare = Bench.Row(run, "bare workflow").Where(figure => figure.Length > 0);
        foreach (var figure in bare.Concat(Bench.Row(run, "this build")).Concat(Bench.Row(run, commit)))
        {
            Assert.IsGreaterThan(0, double.Parse(figure.Split('/')[0], CultureInfo.InvariantCulture), run.All);
        }
        var counted = CountedOfDurable().Match(run.Output);
        Assert.IsTrue(counted.Success, run.All);
        foreach (var count in counted.Groups.Values.Skip(1))
        {
            Assert.IsGreaterThan(0, double.Parse(count.Value, CultureInfo.InvariantCulture), run.All);
        }
    }

    [TestMethod]
    [DataRow("--sells", "many")]
    [DataRow("--against")]
    [DataRow("--against", "/")]
    [DataRow("--speed", "high")]
    public async Task What_it_does_not_understand_it_answers_with_its_usage(params string[] args)
    {
        var run = await Bench.RunAsync(["sells", .. args]);

        Assert.AreEqual(2, run.Code, run.All);
        Assert.Contains("./bench sells [--sells 500]", run.All);
    }

    // What is asked of blobs is leases, which are nearly the same without a sell; and after so short a rest queues are looked into as often without one.
    [GeneratedRegex("with Durable's state in Azurite.*: (\\S+) operations on the product's tables, (\\S+) on Durable's, \\S+ on its queues, .* an app with nothing to do: (\\S+) a minute")]
    private static partial Regex CountedOfDurable();

    /// <summary>A checkout whose <c>./run</c> starts what was built with the tests; gives its commit.</summary>
    private static async Task<string> CommitAsync(string folder)
    {
        var run = Path.Combine(folder, "run");
        await File.WriteAllTextAsync(run, $"""
            #!/usr/bin/env bash
            cd '{Repository.Root}'
            OFFRAMP_APP='{WholeAppTests.AppFolder}' exec dotnet exec '{Bench.LocalHost}'

            """);
        await Command.RunAsync("chmod", ["+x", "run"], folder);
        await Command.RunAsync("git", ["init", "--quiet"], folder);
        await Command.RunAsync("git", ["add", "run"], folder);
        await Command.RunAsync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--no-gpg-sign", "-m", "Start what is built"], folder);
        return (await Command.RunAsync("git", ["rev-parse", "--short", "HEAD"], folder)).Output.Trim();
    }
}
