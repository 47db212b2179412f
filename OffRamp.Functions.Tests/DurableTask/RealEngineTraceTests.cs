using OffRamp.DurableTask;

namespace OffRamp.Functions.Tests.DurableTask;

/// <summary>Exchanges between the real Durable extension and Microsoft's worker; the orchestrators are inferred from them.</summary>
[TestClass]
public sealed class RealEngineTraceTests
{
    /// <summary>The trace's orchestrators.</summary>
    internal static readonly DurableTaskRegistry Registry = new DurableTaskRegistry()
        .AddOrchestratorFunc<int, string>("Race", Race)
        .AddOrchestratorFunc<string, string>("Flow", Flow)
        .AddOrchestratorFunc<int, string>("Child", async (context, n) => $"child{await context.CallActivityAsync<int>("Square", n)}")
        .AddOrchestratorFunc<string, object>("BadCaught", BadCaught)
        .AddOrchestratorFunc<int, string>("Counter", Counter);

    public static IEnumerable<object[]> Exchanges => Recordings.Lines("real-engine-trace.jsonl")
        .Select((line, index) => new object[] { index, line.GetProperty("orchestrator").GetString()! });

    [TestMethod]
    [DynamicData(nameof(Exchanges))]
    public void Answer_means_what_the_recorded_answer_means(int index, string orchestrator)
    {
        var line = Recordings.Lines("real-engine-trace.jsonl")[index];
        var returned = System.Text.Json.JsonDocument.Parse(line.GetProperty("response").GetString()!).RootElement;
        var theirs = Meaning.Response(returned.GetProperty("returnValue").GetString()!);

        var turn = new OrchestrationRunner(Registry).Run(line.GetProperty("request").GetString()!);

        var ours = Meaning.Response(turn.Response);
        Assert.AreEqual(Meaning.Of(theirs, wrapsInputs: true), Meaning.Of(ours), orchestrator);
        Assert.AreEqual(theirs.InstanceId, ours.InstanceId);
    }

    private static async Task<string> Race(TaskOrchestrationContext context, int seconds)
    {
        using var timerEnd = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromSeconds(seconds), timerEnd.Token);
        var approval = context.WaitForExternalEvent<string>("Approval");
        if (await Task.WhenAny(timer, approval) == timer)
            return "timeout";
        timerEnd.Cancel();
        return "event:" + await approval;
    }

    private static async Task<string> Flow(TaskOrchestrationContext context, string name)
    {
        context.SetCustomStatus(new { stage = "hello" });
        var hello = await context.CallActivityAsync<string>("Hello", name);
        context.SetCustomStatus("flaky");
        var everySecond = TaskOptions.FromRetryPolicy(new(5, TimeSpan.FromSeconds(1)));
        var flaky = await context.CallActivityAsync<string>("Flaky", name, everySecond);
        var squares = await Task.WhenAll(Enumerable.Range(1, 5).Select(n => context.CallActivityAsync<int>("Square", n)));
        var child = await context.CallSubOrchestratorAsync<string>("Child", 3);
        return $"{hello}|{flaky}|{squares.Sum()}|{child}";
    }

    private static async Task<object> BadCaught(TaskOrchestrationContext context, string input)
    {
        try
        {
            await context.CallActivityAsync("Fail", input);
            return "no failure";
        }
        catch (TaskFailedException e)
        {
            var (failure, inner) = (e.FailureDetails, e.FailureDetails.InnerFailure);
            return new { type = failure.ErrorType, msg = failure.ErrorMessage, innerType = inner?.ErrorType, innerMsg = inner?.ErrorMessage };
        }
    }

    private static async Task<string> Counter(TaskOrchestrationContext context, int total)
    {
        context.SetCustomStatus(total);
        total += await context.WaitForExternalEvent<int>("Add");
        if (total >= 10)
            return $"total {total}";
        context.ContinueAsNew(total);
        return "";
    }
}
