using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>
/// Instances outlive deployments. Histories that the Durable extension has kept of released orchestrations are replayed on
/// today's code: a change that they do not survive gets a name of its own (docs/decisions/0009).
/// </summary>
[TestClass]
public sealed class RecordedHistoriesTests
{
    private static readonly string? Release = Environment.GetEnvironmentVariable("OFFRAMP_RECORD");
    private static readonly bool IsRecording = Release is { Length: > 0 };

    private static IEnumerable<object[]> Recorded => RecordedHistories.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Recorded))]
    public void Every_turn_is_answered_as_it_was(string name)
    {
        foreach (var turn in RecordedHistories.Read(name))
        {
            Assert.AreEqual(turn.Answer, RecordedHistories.Replay(turn.Function, turn.Request));
        }
    }

    [TestMethod]
    public void They_hold_everything_that_an_orchestration_can_ask_for()
    {
        var answers = string.Concat(RecordedHistories.Names.SelectMany(RecordedHistories.Read).Select(turn => turn.Answer));

        foreach (var word in (string[])["call Advance", "call CheckDeposits", "call SubmitPayout", "call SendRefund", "call SendWebhooks", "timer", "Paid", "Expired", "Refunded", "Settled"])
        {
            Assert.Contains(word, answers);
        }
    }

    /// <summary>OFFRAMP_RECORD=NAME ./test Records_whole_sells: for a release of that name, or for an orchestration under a new name.</summary>
    [TestMethod]
    public async Task Records_whole_sells()
    {
        (string Name, string Card, string? Deposit)[] sells = [("paid", "tok_ok", "250"), ("silent", "tok_silent", "250"), ("expired", "tok_ok", null), ("refunded", "tok_closed", "250")];
        foreach (var (name, card, deposit) in sells.Take(IsRecording ? sells.Length : 1))
        {
            var recorder = new RecordedHistories.Recorder();
            await using var world = await World.StartAsync(beforeCall: recorder.BeforeCall);
            var sell = await SellDriver.StartAsync(world, card);
            await (deposit is null ? Task.CompletedTask : sell.DepositAsync(deposit));
            await world.AdvanceAsync(IsRecording ? TimeSpan.FromHours(7) : TimeSpan.FromMinutes(1));

            Assert.IsNotEmpty(recorder.Turns);
            if (IsRecording)
            {
                RecordedHistories.Write($"{name}-{Release}", recorder.Turns);
            }
        }
    }
}
