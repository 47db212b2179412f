using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using OffRamp.DurableTask;
using OffRamp.LocalHost.Handler;
using OffRamp.LocalHost.Hub;

namespace OffRamp.Functions.Tests.LocalHost;

[TestClass]
public sealed class HubFaultsTests
{
    private static DurableTaskRegistry Orchestrators { get; } = new DurableTaskRegistry()
        .AddOrchestratorFunc<string?, string>("Await", async (context, _) => await context.WaitForExternalEvent<string>("Go"))
        .AddOrchestratorFunc<string?, int>("Once", (context, _) => context.CallActivityAsync<int>("Do"));

    private static Task<HubWorld> WorldAsync(HubFaults? faults = null, TimeSpan? timeout = null) => HubWorld.StartAsync(
        Orchestrators, app => app.WithActivity("Do", _ => Task.FromResult("1")),
        options => options with { Faults = faults ?? new HubFaults(), FunctionTimeout = timeout });

    [TestMethod]
    public async Task Dropped_events_are_acknowledged_and_lost()
    {
        await using var world = await WorldAsync(new HubFaults { DropEvents = true });
        await world.StartAsync("Await", "w1");
        await world.SettleAsync();

        using var answer = await world.RaiseAsync("w1", "Go", "\"x\"");

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.AreEqual("Running", await world.RuntimeStatusAsync("w1"));
    }

    [TestMethod]
    public async Task Early_events_are_lost_and_later_ones_arrive()
    {
        await using var world = await WorldAsync(new HubFaults { DropEarlyEvents = true });
        using var hold = new SemaphoreSlim(0);
        world.App.OnTurn = _ =>
        {
            hold.Wait();
            return null;
        };
        await world.StartAsync("Await", "w1");
        await world.RaiseAsync("w1", "Go", "\"early\"");
        hold.Release(10);
        await world.SettleAsync();

        await world.RaiseAsync("w1", "Go", "\"late\"");

        Assert.AreEqual("late", await world.OutputAsync("w1"));
    }

    [TestMethod]
    public async Task Refused_starts_leave_nothing_behind()
    {
        await using var world = await WorldAsync(new HubFaults { RefuseStarts = true });

        using var refused = await world.StartAsync("Await", "w1");
        using var status = await world.Http.GetAsync(new Uri("instances/w1", UriKind.Relative));

        Assert.AreEqual(HttpStatusCode.InternalServerError, refused.StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, status.StatusCode);
    }

    [TestMethod]
    public async Task Activities_run_twice_and_the_orchestration_ends_once()
    {
        await using var world = await WorldAsync(new HubFaults { RunActivitiesTwice = true });

        await world.StartAsync("Once", "o1");

        Assert.AreEqual("1", await world.OutputAsync("o1"));
        Assert.HasCount(2, world.App.Invocations);
    }

    [TestMethod]
    public async Task Faults_are_set_over_http_and_unknown_ones_refused()
    {
        await using var world = await WorldAsync();
        var faults = new Uri(world.Host.BaseUri, "local/faults");

        using var set = await world.Http.PostAsync(faults, new StringContent("""{"drop_events":true}""", Encoding.UTF8, "application/json"));
        var held = world.Host.Hub.Faults;
        using var wrong = await world.Http.PostAsync(faults, new StringContent("""{"explode":true}""", Encoding.UTF8, "application/json"));

        Assert.AreEqual(HttpStatusCode.OK, set.StatusCode);
        Assert.IsTrue(held.DropEvents);
        Assert.AreEqual(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow("null")]
    public async Task An_empty_answer_hangs_until_the_function_timeout_and_the_handler_is_restarted(string body)
    {
        await using var world = await WorldAsync(timeout: TimeSpan.FromMilliseconds(200));
        world.App.Functions["Do"] = _ => Task.FromResult(Results.Text(body, "application/json"));

        await world.StartAsync("Once", "o1");

        Assert.AreEqual("Failed", await world.RuntimeStatusAsync("o1"));
        Assert.AreEqual(1, ((AttachedHandler)world.Host.Handler).Restarts);
    }

    [TestMethod]
    public async Task A_turn_that_ran_into_the_function_timeout_is_tried_again()
    {
        await using var world = await WorldAsync(timeout: TimeSpan.FromMilliseconds(200));
        var hangs = 1;
        world.App.OnTurn = _ => hangs-- > 0 ? Results.Text("", "application/json") : null;

        await world.StartAsync("Once", "o1");
        await world.SettleAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.AreEqual("1", await world.OutputAsync("o1"));
    }
}
