using Microsoft.Extensions.Time.Testing;
using OffRamp.LocalHost;
using OffRamp.LocalHost.EmbeddedStore;
using OffRamp.LocalHost.FunctionsHost;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>
/// The worst moment of each kind of call: the worker has done its work, and dies before anybody hears of it. With it what
/// else an app has to live with on Microsoft's storage.
/// </summary>
[TestClass]
public sealed class KilledWorkerTests
{
    private readonly FakeTimeProvider realTime = new(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [TestMethod]
    [DataRow("Chain", "Chain", "Completed: a!!")]
    [DataRow("Parent", "Parent", "Completed: parent of a!!")]
    [DataRow("Parent", "Chain", "Completed: parent of a!!")]
    public async Task An_orchestrator_is_run_again(string orchestration, string dying, string expected)
    {
        var killer = new WorkerKiller(dying);
        await using var world = await killer.StartAsync(realTime);

        await world.RunAsync(orchestration, "o1", "a");
        await killer.HasKilled;

        Assert.AreEqual(expected, await world.OutcomeAsync("o1"));
    }

    [TestMethod]
    public async Task An_activity_fails_and_its_orchestrator_hears_of_it()
    {
        var killer = new WorkerKiller("Append");
        await using var world = await killer.StartAsync(realTime);

        await world.RunAsync("Chain", "o1", "a");
        await killer.HasKilled;

        Assert.StartsWith("Failed: ", await world.OutcomeAsync("o1"));
    }

    [TestMethod]
    public async Task A_timer_function_runs_again_when_its_next_time_comes()
    {
        var killer = new WorkerKiller("Tick");
        await using var world = await killer.StartAsync(realTime);
        using var killed = await world.AdvanceAsync("""{"by":"00:05:00"}""");
        await killer.HasKilled;

        using var answer = await world.AdvanceAsync("""{"by":"00:05:00"}""");

        Assert.AreEqual("1", await world.Client.GetStringAsync("/ticks"), "the new worker's first");
    }

    [TestMethod]
    public async Task An_event_that_came_before_the_first_run_can_be_lost()
    {
        using var held = new HeldCall("Wait");
        await using var world = await SampleWorld.StartAsync(realTime, faults: new StoreFaults { LoseEventsBeforeFirstRun = true }, beforeCall: held.BeforeCall);
        await world.RunAsync("Wait", "o1", "3600");
        using var raised = await world.Client.PostAsync("/raise/o1/Happened", new StringContent("too early"));
        held.Release();

        using var answer = await world.AdvanceAsync("""{"by":"01:00:00"}""");

        Assert.AreEqual("Completed: timed out", await world.OutcomeAsync("o1"));
    }

    [TestMethod]
    public async Task An_activity_can_be_run_twice_and_answers_once()
    {
        var runs = 0;
        await using var world = await SampleWorld.StartAsync(
            realTime, faults: new StoreFaults { RunActivitiesTwice = true }, afterCall: function => runs += function == "Append" ? 1 : 0);

        await world.RunAsync("Chain", "o1", "a");

        Assert.AreEqual("Completed: a!!", await world.OutcomeAsync("o1"));
        Assert.AreEqual(4, runs);
    }

    /// <summary>Kills the worker's process once, after a call of one function and before its answer is heard.</summary>
    private sealed class WorkerKiller(string function)
    {
        private readonly TaskCompletionSource killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private LocalHostApp? host;

        public Task HasKilled => killed.Task.WaitAsync(TimeSpan.FromSeconds(60));

        public async Task<SampleWorld> StartAsync(TimeProvider realTime)
        {
            var world = await SampleWorld.StartAsync(realTime, afterCall: AfterCall);
            host = world.Host;
            return world;
        }

        private void AfterCall(string called)
        {
            if (called != function || killed.Task.IsCompleted || !killed.TrySetResult())
            {
                return;
            }
            var workers = host!.Functions.Workers;
            var channel = workers.WhenReadyAsync(CancellationToken.None).GetAwaiter().GetResult();
            workers.Restart(channel, "a test kills it");
            throw new WorkerProcessExitException("The worker died before its answer came.");
        }
    }
}
