using System.Text.Json;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>The table of phases in OffRamp.Functions/Sells/README.md is the code's.</summary>
[TestClass]
internal sealed class PictureOfASellTests
{
    private static readonly Dictionary<string, string[]> Table = Markdown.Read("OffRamp.Functions/Sells/README.md").TableRows
        .Where(row => row.Length == 3 && row[0] != "phase")
        .ToDictionary(row => row[0]);

    private static IEnumerable<object[]> Phases => Enum.GetValues<SellPhase>().Select(phase => new object[] { phase });

    [TestMethod]
    public void Every_phase_is_in_it() =>
        CollectionAssert.AreEquivalent(Enum.GetValues<SellPhase>().Select(Word).ToList(), Table.Keys.ToList());

    [TestMethod]
    [DynamicData(nameof(Phases))]
    public void Moves_are_as_written(SellPhase phase)
    {
        var written = Table[Word(phase)][2].Split(", ");

        string[] allowed = phase.IsEnd() ? ["end"] : [.. SellPhases.After(phase).Select(Word)];

        CollectionAssert.AreEquivalent(allowed, written);
    }

    [TestMethod]
    [DynamicData(nameof(Phases))]
    public void Statuses_are_as_written(SellPhase phase)
    {
        var written = Table[Word(phase)][1];

        var found = Enum.GetValues<SellStatus>().Select(before => SellPhases.StatusOf(phase, before)).Distinct().ToList();

        Assert.AreEqual(found is [var only] ? Word(only) : "as before", written);
    }

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
