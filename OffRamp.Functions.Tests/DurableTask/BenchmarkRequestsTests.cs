using OffRamp.DurableTask;

namespace OffRamp.Functions.Tests.DurableTask;

[TestClass]
public sealed class BenchmarkRequestsTests
{
    [TestMethod]
    [DataRow(0, DisplayName = "10 events")]
    [DataRow(1, DisplayName = "98 events")]
    [DataRow(2, DisplayName = "998 events")]
    public void Long_history_gives_Microsofts_answer(int index)
    {
        var line = Recordings.Lines("bench-requests.jsonl")[index];
        var registry = new DurableTaskRegistry().AddOrchestrator("Sell", () => new Sell { ValidatesIdOnly = true });

        var turn = new OrchestrationRunner(registry).Run(line.GetProperty("request").GetString()!);

        var theirs = Meaning.Response(line.GetProperty("response").GetString()!);
        Assert.AreEqual(Meaning.Of(theirs, wrapsInputs: true), Meaning.Of(Meaning.Response(turn.Response)));
    }
}
