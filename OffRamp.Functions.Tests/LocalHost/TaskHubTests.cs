using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OffRamp.DurableTask;
using OffRamp.DurableTask.Wire;
using Kind = OffRamp.DurableTask.Wire.HistoryEvent.EventTypeOneofCase;

namespace OffRamp.Functions.Tests.LocalHost;

[TestClass]
public sealed class TaskHubTests
{
    private static DurableTaskRegistry Orchestrators { get; } = new DurableTaskRegistry()
        .AddOrchestratorFunc<string, string>("Greet", async (context, name) => await context.CallActivityAsync<string>("Hello", name))
        .AddOrchestratorFunc<string?, string>("Await", async (context, _) => await context.WaitForExternalEvent<string>("Go"))
        .AddOrchestratorFunc<string?, string>("Sleep", async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.FromHours(6), CancellationToken.None);
            return context.CurrentUtcDateTime.ToString("HH:mm");
        })
        .AddOrchestratorFunc<int, int>("Count", async (context, sum) =>
        {
            context.SetCustomStatus($"sum {sum}");
            if (sum >= 3) return sum;
            var more = await context.WaitForExternalEvent<int>("Add");
            context.ContinueAsNew(sum + more);
            return 0;
        })
        .AddOrchestratorFunc<string, string>("Parent", async (context, child) =>
            "child: " + await context.CallSubOrchestratorAsync<string>("Greet", child))
        .AddOrchestratorFunc<string, string>("Call", async (context, other) =>
        {
            context.SendEvent(other, "Go", "from a friend");
            return await Task.FromResult("sent");
        });

    private static Task<HubWorld> WorldAsync(Func<OffRamp.LocalHost.LocalHostOptions, OffRamp.LocalHost.LocalHostOptions>? options = null) =>
        HubWorld.StartAsync(Orchestrators, app => app.WithActivity("Hello", name => Task.FromResult($"\"Hello {JsonSerializer.Deserialize<string>(name)}\"")), options);

    [TestMethod]
    public async Task An_orchestration_calls_an_activity_and_ends_with_its_result()
    {
        await using var world = await WorldAsync();

        await world.StartAsync("Greet", "g1", "\"Ada\"");

        Assert.AreEqual("Hello Ada", await world.OutputAsync("g1"));
        Assert.AreEqual("Completed", await world.RuntimeStatusAsync("g1"));
    }

    [TestMethod]
    public async Task History_is_laid_out_as_the_extension_does()
    {
        await using var world = await WorldAsync();

        await world.StartAsync("Greet", "g1", "\"Ada\"");
        await world.SettleAsync();

        var second = world.App.Turns.ToArray()[1];
        CollectionAssert.AreEqual(
            new[] { Kind.OrchestratorStarted, Kind.ExecutionStarted, Kind.TaskScheduled, Kind.OrchestratorCompleted },
            second.PastEvents.Select(happened => happened.EventTypeCase).ToArray());
        CollectionAssert.AreEqual(new[] { -1, -1, 0, -1 }, second.PastEvents.Select(happened => happened.EventId).ToArray());
        CollectionAssert.AreEqual(new[] { Kind.OrchestratorStarted, Kind.TaskCompleted }, second.NewEvents.Select(happened => happened.EventTypeCase).ToArray());
        Assert.IsTrue(second.Properties["IncludeState"].BoolValue);
    }

    [TestMethod]
    public async Task An_activity_gets_its_input_and_metadata_as_the_host_sends_them()
    {
        await using var world = await HubWorld.StartAsync(
            new DurableTaskRegistry().AddOrchestratorFunc<string?, string?>("Order", (context, _) =>
                context.CallActivityAsync<string?>("Take", new { orderId = "S-1" })),
            app => app.WithActivity("Take", _ => Task.FromResult("null")));

        await world.StartAsync("Order", "o1");
        await world.SettleAsync();

        var body = world.App.Invocations.Single().Body;
        Assert.AreEqual("\"{\\\"orderId\\\":\\\"S-1\\\"}\"", body.GetProperty("Data").GetProperty("input").GetString());
        Assert.AreEqual("\"o1\"", body.GetProperty("Metadata").GetProperty("instanceId").GetString());
        Assert.AreEqual("S-1", body.GetProperty("Metadata").GetProperty("data").GetProperty("orderId").GetString());
    }

    [TestMethod]
    public async Task A_waiting_instance_goes_on_with_its_event()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Await", "w1");
        Assert.AreEqual("Running", await world.RuntimeStatusAsync("w1"));

        await world.RaiseAsync("w1", "go", "\"now\"");

        Assert.AreEqual("now", await world.OutputAsync("w1"));
    }

    [TestMethod]
    public async Task A_timer_fires_at_its_time_and_not_before()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Sleep", "s1");

        await world.AdvanceAsync(new TimeSpan(5, 59, 59));
        var before = await world.RuntimeStatusAsync("s1");
        await world.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.AreEqual("Running", before);
        Assert.AreEqual("18:00", await world.OutputAsync("s1"));
    }

    [TestMethod]
    public async Task Continue_as_new_runs_on_at_once_with_what_was_carried_over()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Count", "c1", "0");
        await world.SettleAsync();

        await world.PostAsync("instances/c1/suspend?reason=hold");
        await world.RaiseAsync("c1", "Add", "1");
        await world.RaiseAsync("c1", "Add", "2");
        Assert.AreEqual("Suspended", await world.RuntimeStatusAsync("c1"));
        await world.PostAsync("instances/c1/resume");

        Assert.AreEqual("3", await world.OutputAsync("c1"));
        Assert.AreEqual("sum 3", (await world.StatusAsync("c1")).GetProperty("customStatus").GetString());
        var afterNew = world.App.Turns.First(turn => turn.NewEvents is [.., { EventTypeCase: Kind.OrchestratorCompleted }]);
        Assert.IsEmpty(afterNew.PastEvents);
        CollectionAssert.AreEqual(
            new[] { Kind.OrchestratorStarted, Kind.ExecutionStarted, Kind.EventRaised, Kind.OrchestratorCompleted },
            afterNew.NewEvents.Select(happened => happened.EventTypeCase).ToArray());
    }

    [TestMethod]
    public async Task Termination_ends_an_instance_with_the_reason_as_output()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Await", "w1");

        await world.PostAsync("instances/w1/terminate?reason=enough");

        Assert.AreEqual("Terminated", await world.RuntimeStatusAsync("w1"));
        Assert.AreEqual("enough", await world.OutputAsync("w1"));
    }

    [TestMethod]
    public async Task A_sub_orchestration_brings_its_result_home()
    {
        await using var world = await WorldAsync();

        await world.StartAsync("Parent", "p1", "\"Grace\"");

        Assert.AreEqual("child: Hello Grace", await world.OutputAsync("p1"));
    }

    [TestMethod]
    public async Task An_orchestration_sends_an_event_to_another()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Await", "w1");

        await world.StartAsync("Call", "c1", "\"w1\"");

        Assert.AreEqual("from a friend", await world.OutputAsync("w1"));
    }

    [TestMethod]
    public async Task A_failed_activity_arrives_with_the_hosts_words()
    {
        await using var world = await WorldAsync();
        world.App.Functions["Hello"] = _ => Task.FromResult(Results.StatusCode(500));

        await world.StartAsync("Greet", "g1", "\"Ada\"");
        await world.SettleAsync();

        var details = world.App.Turns.Last().NewEvents.Single(happened => happened.TaskFailed is not null).TaskFailed.FailureDetails;
        Assert.AreEqual("Exception while executing function: Functions.Hello", details.ErrorMessage);
        Assert.AreEqual("System.Net.Http.HttpRequestException", details.InnerFailure.ErrorType);
        Assert.AreEqual("Response status code does not indicate success: 500 (Internal Server Error).", details.InnerFailure.ErrorMessage);
    }

    [TestMethod]
    [DataRow("500")]
    [DataRow("{}")]
    [DataRow("{\"ReturnValue\":\"\"}")]
    [DataRow("{\"ReturnValue\":\"no base64!\"}")]
    [DataRow("{\"ReturnValue\":{\"a\":1}}")]
    [DataRow("no json")]
    public async Task An_orchestrator_call_without_a_proper_answer_fails_the_instance_for_good(string answer)
    {
        await using var world = await WorldAsync();
        world.App.OnTurn = _ => answer == "500" ? Results.StatusCode(500) : Results.Text(answer, "application/json");

        await world.StartAsync("Await", "w1");

        Assert.AreEqual("Failed", await world.RuntimeStatusAsync("w1"));
        Assert.Contains("Function 'Await' failed with an unhandled exception.", await world.OutputAsync("w1"));
        Assert.HasCount(1, world.App.Turns);
    }

    [TestMethod]
    public async Task An_unknown_orchestrator_fails_with_the_known_ones_named()
    {
        await using var world = await WorldAsync();

        await world.StartAsync("Nobody", "n1");

        Assert.AreEqual("Failed", await world.RuntimeStatusAsync("n1"));
        Assert.Contains("'Greet'", await world.OutputAsync("n1"));
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    public async Task A_handler_that_asks_for_another_try_gets_it_later(int extensionVersion)
    {
        await using var world = await WorldAsync(options => options with { Faults = new() { ExtensionVersion = extensionVersion } });
        var refusals = 1;
        world.App.OnTurn = request => refusals-- > 0 ? Answer(extensionVersion >= 3 ? new() { RequiresHistory = true } : OutOfMemory()) : null;

        await world.StartAsync("Greet", "g1", "\"Ada\"");
        var before = await world.RuntimeStatusAsync("g1");
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.AreEqual("Pending", before);
        Assert.AreEqual("Hello Ada", await world.OutputAsync("g1"));
    }

    [TestMethod]
    public async Task What_waits_goes_on_after_a_restart()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Sleep", "s1");
        await world.StartAsync("Await", "w1");
        await world.StartAsync("Greet", "g1", "\"Ada\"");
        var before = (await world.StatusAsync("w1", "?showHistory=true")).ToString();

        await world.RestartAsync();
        var after = (await world.StatusAsync("w1", "?showHistory=true")).ToString();
        await world.RaiseAsync("w1", "Go", "\"again\"");
        await world.AdvanceAsync(TimeSpan.FromHours(6));

        Assert.AreEqual(before, after);
        Assert.AreEqual("again", await world.OutputAsync("w1"));
        Assert.AreEqual("18:00", await world.OutputAsync("s1"));
        Assert.AreEqual("Hello Ada", await world.OutputAsync("g1"));
    }

    [TestMethod]
    public async Task A_compacted_hub_remembers_everything()
    {
        await using var world = await WorldAsync(options => options with { Hub = hub => hub with { CompactAbove = 4_000 } });
        await world.StartAsync("Sleep", "s1");
        await world.StartAsync("Await", "w1");
        for (var i = 0; i < 40; i++) await world.StartAsync("Greet", $"g{i}", "\"Ada\"");
        await world.SettleAsync();

        await world.RestartAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(6));

        Assert.AreEqual("18:00", await world.OutputAsync("s1"));
        Assert.AreEqual("Running", await world.RuntimeStatusAsync("w1"));
        Assert.AreEqual("Hello Ada", await world.OutputAsync("g39"));
    }

    [TestMethod]
    public async Task A_hub_that_cannot_write_says_so_and_goes_on_when_it_can()
    {
        var full = false;
        await using var world = await WorldAsync(options => options with
        {
            Hub = hub => hub with { BeforeFlush = _ => { if (full) throw new IOException("No space left on device"); } },
        });
        await world.StartAsync("Await", "w1");
        await world.SettleAsync();

        full = true;
        using var refused = await world.RaiseAsync("w1", "Go", "\"lost\"");
        full = false;
        using var taken = await world.RaiseAsync("w1", "Go", "\"kept\"");

        Assert.AreEqual(503, (int)refused.StatusCode);
        Assert.Contains("No space left", await refused.Content.ReadAsStringAsync());
        Assert.AreEqual("kept", await world.OutputAsync("w1"));
    }

    private static IResult Answer(OrchestratorResponse response)
    {
        using var bytes = new MemoryStream();
        using (var output = new Google.Protobuf.CodedOutputStream(bytes, leaveOpen: true)) response.WriteTo(output);
        return Results.Json(new { ReturnValue = Convert.ToBase64String(bytes.ToArray()) });
    }

    private static OrchestratorResponse OutOfMemory() => new()
    {
        Actions =
        {
            new OrchestratorAction
            {
                CompleteOrchestration = new()
                {
                    OrchestrationStatus = OrchestrationStatus.Failed,
                    FailureDetails = new() { ErrorType = "Trouble", InnerFailure = new() { ErrorType = "System.OutOfMemoryException" } },
                },
            },
        },
    };
}
