using System.Globalization;
using System.Xml.Linq;
using OffRamp.Functions.Tests.LocalHost;

namespace OffRamp.Functions.Tests.Benchmarks;

/// <summary><c>./bench sells</c>, small: each figure is one of sells that were paid.</summary>
[TestClass]
public sealed class SellsBenchTests
{
    [TestMethod]
    public async Task It_measures_whole_sells_beside_the_bare_workflow()
    {
        var pictures = Directory.CreateTempSubdirectory("offramp-pictures-");

        var run = await Bench.RunAsync("sells", "--app", WholeAppTests.AppFolder, "--sells", "2", "--at-once", "2", "--alone", "1", "--rounds", "1", "--pictures", pictures.FullName);

        Assert.AreEqual(0, run.Code, run.All);
        var drawn = pictures.GetFiles("*.svg").Select(file => XDocument.Load(file.FullName)).ToList();
        pictures.Delete(recursive: true);
        Assert.HasCount(2, drawn);
        Assert.IsTrue(drawn.TrueForAll(picture => picture.Descendants().Count(part => part.Name.LocalName == "rect" && part.Attribute("width")!.Value != "0") >= 2), run.All);
        var bare = Bench.Row(run, "bare workflow").Where(figure => figure.Length > 0);
        foreach (var figure in bare.Concat(Bench.Row(run, "this build")))
        {
            Assert.IsGreaterThan(0, double.Parse(figure.Split('/')[0], CultureInfo.InvariantCulture), run.All);
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
}
